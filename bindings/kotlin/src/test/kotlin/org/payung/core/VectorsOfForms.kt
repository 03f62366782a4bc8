package org.payung.core

import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.payung.core.Vectors.Companion.millis
import org.payung.core.Vectors.Companion.rows

/** What is asked, in which order and in which words. */
object VectorsOfForms {
    /** Forms that need no registration before them. */
    private val FORMS = setOf("bpu", "complaint", "payer")
    private const val PHOTOGRAPHED = 3

    /** On other days no phone can be sure of the day, and it reads no birth date from a NIK. */
    private val SURE = "2026-11".."2027-01"

    /** More questions than any form has. */
    private const val MOST = 80

    /**
     * What the form asks after each answer, and where it ends. Cases that begin with other answers answer questions that no screen
     * asks then, which the API refuses. Photographing takes long here, so few cases do it.
     */
    fun forms(vectors: Vectors) {
        val all = rows("form", 225).filter { it.getString("form") in FORMS && !it.has("before") && it.getString("now") in SURE }
        val (photographed, typed) = all.partition { row -> row.getJSONObject("answers").run { keySet().any { optString(it) == "photo" } } }
        assertTrue("${typed.size}", typed.size >= 40 && photographed.size >= PHOTOGRAPHED)
        val card = vectors.card()
        for ((now, ofMoment) in (typed + photographed.take(PHOTOGRAPHED)).groupBy { it.getString("now") }) {
            vectors.look(millis(now)) { shell -> for (row in ofMoment) walk(shell, row, card) }
        }
    }

    private fun walk(
        shell: Shell,
        row: JSONObject,
        card: String,
    ) {
        val answers = row.getJSONObject("answers")
        val asked = mutableListOf<String>()
        var view = shell.drafts.start(row.getString("form"))
        while (view.step.kind == ScreenKind.QUESTION && asked.size < MOST) {
            val question = view.step.id
            asked += question
            val text = answers.optString(question)
            if (text == "photo") {
                shell.drafts.photo(view.draft, question, PhotoSource.Picked(card))
            } else {
                shell.drafts.answer(view.draft, question, Secret(text))
            }
            view = shell.drafts.resume(view.draft)
        }
        assertEquals(row.getString("name"), row.getJSONArray("asked").texts(), asked)
        assertEquals(row.getString("name"), row.getString("end"), if (view.step.kind == ScreenKind.REVIEW) "review" else view.step.id)
        shell.drafts.discard(view.draft)
    }

    /** Titles, options and steps of forms, and the buttons, in both languages. Other texts are said of something only. */
    fun texts(vectors: Vectors) =
        vectors.look { shell ->
            val rows = rows("texts", 615).filter { it.getJSONObject("args").isEmpty }
            for ((language, column) in listOf(Language.ID to "id_says", Language.EN to "en_says")) {
                shell.payung.setLanguage(language)
                val said = said(shell)
                val compared = rows.filter { it.getString("id") in said }
                assertTrue("${compared.size}", compared.size >= 33)
                for (row in compared) assertEquals("$row", row.getString(column), said.getValue(row.getString("id")))
            }
        }

    private fun said(shell: Shell): Map<String, String> {
        val said = mutableMapOf("button-close" to shell.payung.text("button-close"))
        for (form in FORMS + listOf("bpu_more", "bpu_request", "payer_request")) {
            for (line in shell.lookup.form(form)) {
                said["q-${line.question}"] = line.title
                for (option in line.options) said["o-${line.question}-${option.id}"] = option.label
            }
        }
        return said
    }
}
