package org.payung.core

import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Assert.fail
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder

class RegistrationTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Test
    fun `a worker registers through Kotlin against the real office`() =
        runBlocking {
            Office(folder.newFolder("office")).use { office ->
                Shell(folder.newFolder("phone"), office.trust).use { shell ->
                    val payung = shell.payung
                    val review = fill(payung)
                    assertTrue("nothing is missing at the end", review.step.primaryEnabled)

                    val ready = payung.registrations().ready(review.draft)
                    assertEquals("ready", ready.state)
                    val registration = ready.registration

                    // The office is down: kept, and said why.
                    val kept = payung.connection().sync()
                    assertEquals(1u, kept.waiting)
                    assertFalse(kept.problem.isNullOrBlank())
                    assertEquals(0u, payung.registrations().status(registration).photosSent)

                    office.serve()
                    val report = payung.connection().sync()
                    assertNull(report.problem)
                    assertEquals(1u, report.received)
                    val received = payung.registrations().status(registration)
                    assertEquals("received", received.state)
                    assertEquals(received.photos, received.photosSent)

                    office.open()
                    office.accept(registration)
                    assertEquals(1u, payung.connection().sync().changed)
                    assertEquals("accepted", payung.registrations().status(registration).state)
                    assertTrue("the shell was told", shell.changed > 0)
                }
            }
        }

    /** Goes from screen to screen as a worker would, to the review. */
    private fun fill(payung: Payung): DraftView {
        var view = payung.drafts().start("bpu")
        repeat(Sample.answers.size + 1) {
            val question = view.step.id
            view =
                when (view.step.field) {
                    is Field.Photo -> {
                        val card = Sample.card(folder.newFile("$question.jpg"))
                        payung.drafts().photo(view.draft, question, PhotoSource.Picked(card.path))
                    }
                    else -> payung.drafts().answer(view.draft, question, Secret(Sample.answers.getValue(question)))
                }
            if (view.step.id == question) fail("$question: ${view.step.problems.map { it.reveal() }}")
            if (view.step.kind == ScreenKind.REVIEW) return view
        }
        throw AssertionError("no review after all answers, but ${view.step.id}")
    }
}
