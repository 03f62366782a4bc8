package org.payung.core

import org.junit.Assert.assertEquals
import org.junit.Assert.fail
import java.io.File

/** The form, filled in. */
object Filled {
    /** Goes from screen to screen as a worker would, to the review; the card is drawn into that file. */
    fun review(
        shell: Shell,
        card: File,
    ): DraftView {
        var view = shell.drafts.start("bpu")
        repeat(Sample.answers.size + 1) {
            val question = view.step.id
            val field = view.step.field
            view =
                if (field is Field.Photo) {
                    assertEquals(FrameShape.CARD, field.frame.shape)
                    shell.drafts.photo(view.draft, question, PhotoSource.Picked(Sample.card(card).path))
                } else {
                    shell.drafts.answer(view.draft, question, Secret(Sample.answers.getValue(question)))
                }
            if (view.step.id == question) fail("$question: ${view.step.problems.map { it.reveal() }}")
            if (view.step.kind == ScreenKind.REVIEW) return view
        }
        throw AssertionError("no review after all answers, but ${view.step.id}")
    }
}
