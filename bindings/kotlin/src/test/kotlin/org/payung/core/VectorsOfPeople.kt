package org.payung.core

import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.payung.core.Vectors.Companion.noon
import org.payung.core.Vectors.Companion.rows

/** Who somebody is and where they live, as it is typed. */
object VectorsOfPeople {
    /** The day of rows that name none. */
    private const val TODAY = "2026-11-23"

    /** What a NIK says, on each day that a row is made for. */
    fun niks(vectors: Vectors) {
        for ((today, ofDay) in rows("nik", 500).groupBy { it.optString("today", TODAY) }) {
            // On days that no phone can be sure of, the core reads no birth date: a century hangs on it.
            val isSure = today.startsWith("2026-")
            vectors.look(noon(today)) { shell ->
                for (row in ofDay) {
                    val text = row.getString("text")
                    val seen = shell.lookup.nik(Secret(text))
                    assertEquals(text, row.text("problem") == null, seen.valid)
                    assertTrue(text, seen.valid || seen.problems.isNotEmpty())
                    if (!seen.valid) continue
                    assertEquals("$text on $today", if (isSure) row.text("birth_date") else null, seen.birthDate)
                    assertEquals(text, row.text("sex"), seen.sex?.name?.lowercase())
                    assertEquals(text, row.text("region"), seen.region)
                    assertEquals(text, row.text("place"), seen.place)
                }
            }
        }
    }

    fun phones(vectors: Vectors) =
        vectors.look { shell ->
            for (row in rows("phone", 169)) {
                val text = row.getString("text")
                val seen = shell.lookup.phone(Secret(text))
                assertEquals(text, row.text("problem") == null, seen.valid)
                assertEquals(text, row.text("e164"), seen.e164)
                assertEquals(text, row.text("national"), seen.national)
            }
        }

    fun names(vectors: Vectors) = answered(vectors, "names", 96, "name", "name")

    fun places(vectors: Vectors) = answered(vectors, "typed/places", 21, "birth_place", "read")

    /** This question may be left out, so a text without a letter or a digit is an answer of its own. */
    fun neighbourhoods(vectors: Vectors) =
        answered(vectors, "typed/rt_rw", 36, "rt_rw", "read") { it.getString("text").any(Char::isLetterOrDigit) }

    /** Cleaning is seen where nothing but the length is asked of a text. */
    fun cleaned(vectors: Vectors) = answered(vectors, "typed/clean", 17, "street", "clean") { it.getString("clean").signs() in STREET }

    /** What was typed stays as it was typed at its question; the review shows what is kept of it, in capitals as on the card. */
    private fun answered(
        vectors: Vectors,
        part: String,
        least: Int,
        question: String,
        kept: String,
        isAsked: (JSONObject) -> Boolean = { true },
    ) = vectors.look { shell ->
        val draft = atReview(shell)
        val asked = rows(part, least).filter(isAsked)
        assertTrue("$part: ${asked.size}", asked.size * 2 > least)
        for (row in asked) {
            val text = row.getString("text")
            val view = shell.drafts.answer(draft, question, Secret(text))
            val wrong = row.text("problem") != null
            assertEquals("$part: $row", wrong, view.step.id == question && view.step.problems.isNotEmpty())
            if (wrong) continue
            val review = shell.drafts.resume(draft).step
            assertEquals("$part: $row", ScreenKind.REVIEW, review.kind)
            val line = review.review.first { it.question == question }
            assertEquals("$part: $row", row.getString(kept).uppercase(), line.value.reveal().uppercase())
        }
    }

    /** A draft with all questions answered, but for the picture, which may follow later. */
    private fun atReview(shell: Shell): String {
        var view = shell.drafts.start("bpu")
        while (view.step.kind == ScreenKind.QUESTION) {
            shell.drafts.answer(view.draft, view.step.id, Secret(Sample.answers[view.step.id].orEmpty()))
            view = shell.drafts.resume(view.draft)
        }
        return view.draft
    }

    /** The lookup knows districts; provinces and regencies stand in their paths. */
    fun regions(vectors: Vectors) =
        vectors.look { shell ->
            val all = rows("regions", 800)
            val searched = all.filter { it.has("search") && !it.has("within") && it.getString("level") == "district" }
            assertTrue(searched.size >= 300)
            for (row in searched) {
                val found = shell.lookup.regions(row.getString("search"), row.getInt("top").toUInt()).map { it.code }
                for (code in row.getJSONArray("finds").texts()) assertTrue("$row finds $found", code in found)
            }
            val districts = all.filter { it.optString("level") == "district" && it.has("path") }
            assertTrue("${districts.size}", districts.size >= 100)
            for (row in districts) {
                val found = shell.lookup.regions(row.getString("path"), MOST_FOUND).find { it.code == row.getString("code") }
                val seen = found?.let { listOf(it.name, it.path, it.postalCodes) }
                assertEquals("$row", listOf(row.getString("name"), row.getString("path"), row.getJSONArray("postal_codes").texts()), seen)
            }
        }

    fun villages(vectors: Vectors) =
        vectors.look { shell ->
            val rows = rows("villages", 450)
            for (row in rows.filter { it.has("search") }) {
                val found = shell.lookup.villages(row.getString("district"), row.getString("search"), row.getInt("top").toUInt())
                val finds = row.text("finds")
                if (finds == null) assertTrue("$row", found.isEmpty()) else assertTrue("$row", found.any { it.code == finds })
            }
            for (row in rows.filter { it.has("count") }) {
                assertEquals("$row", row.getInt("count"), shell.lookup.villages(row.getString("district"), "", ALL_VILLAGES).size)
            }
            for (row in rows.filter { it.has("code") }) {
                val code = row.getString("code")
                val found = shell.lookup.villages(code.take(DISTRICT), "", ALL_VILLAGES).find { it.code == code }
                assertEquals("$row", row.text("name") to row.optString("postal_code"), found?.name to found?.postalCode.orEmpty())
            }
        }

    fun recoveryCodes(vectors: Vectors) =
        vectors.look { shell ->
            shell.payung.recovery().use { recovery ->
                for (row in rows("recovery/read", 150)) {
                    val text = row.getString("text")
                    val seen = recovery.problems(Secret(text), Secret("")).code
                    assertEquals("$text: $seen", row.has("problem"), seen != null)
                    // How many signs there are, or stand before the one that does not fit.
                    if (row.has("at")) assertTrue("$text: $seen", Regex("\\b${row.getInt("at")}\\b") in seen!!)
                }
            }
        }

    fun birthDates(vectors: Vectors) =
        vectors.look { shell ->
            shell.payung.recovery().use { recovery ->
                for (row in rows("typed/dates", 100)) {
                    val text = row.getString("text")
                    val seen = recovery.problems(Secret(""), Secret(text)).birthDate
                    assertEquals("$text: $seen", row.has("problem"), seen != null)
                }
            }
        }

    fun payCodes(vectors: Vectors) =
        vectors.look { shell ->
            for (row in rows("pay_code", 200)) {
                val read =
                    try {
                        shell.payers.readPayCode(row.getString("text")).reveal()
                    } catch (error: PayungException.NotPossible) {
                        assertTrue(error.words, "salah ketik" in error.words)
                        null
                    }
                assertEquals(row.getString("text"), row.text("code"), read)
            }
        }

    /** Without links of a site: which one is ours says the trust file of the test, which is another than the vectors'. */
    fun referralCodes(vectors: Vectors) =
        vectors.look { shell ->
            for (row in rows("referral", 300)) {
                val text = row.getString("text")
                if (text.startsWith("https://")) continue
                val kept =
                    try {
                        shell.payung.keepReferral(text).code
                    } catch (_: PayungException.NotPossible) {
                        null
                    }
                assertEquals(text, row.text("code"), kept)
            }
        }

    private fun String.signs() = codePointCount(0, length)

    /** As long as a street may be. */
    private val STREET = 3..120
    private const val MOST_FOUND = 50u
    private const val ALL_VILLAGES = 200u

    /** A district's code is the beginning of a village's: 32.01.01. */
    private const val DISTRICT = 8
}
