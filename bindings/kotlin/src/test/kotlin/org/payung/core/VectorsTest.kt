package org.payung.core

import org.json.JSONArray
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import java.io.File
import java.time.LocalDate
import java.time.ZoneOffset

/** Every row of tests/vectors that this API can be asked: Kotlin sees what Rust sees, and what their own implementation says. */
class VectorsTest {
    @get:Rule
    val folder = TemporaryFolder()

    private fun file(name: String) = File("../../tests/vectors/$name.json").readText()

    private fun rows(array: JSONArray): List<JSONObject> = (0 until array.length()).map(array::getJSONObject)

    private fun JSONObject.text(name: String): String? = if (isNull(name)) null else getString(name)

    /** The day for which the vectors were made. */
    private val day =
        object : Clock {
            override fun nowMillis() = 1_795_399_200_000
        }

    private fun <T> look(look: (Shell) -> T): T = Shell(folder.root, clock = day).use(look)

    @Test
    fun `what a NIK says, on each day that a row is made for`() {
        val rows = rows(JSONArray(file("nik")))
        assertTrue(rows.size >= 500)
        for ((today, ofDay) in rows.groupBy { it.optString("today", TODAY) }) {
            // On days that no phone can be sure of, the core reads no birth date: a century hangs on it.
            val isSure = today.startsWith("2026-")
            val noon =
                LocalDate
                    .parse(today)
                    .atTime(12, 0)
                    .toInstant(ZoneOffset.ofHours(7))
                    .toEpochMilli()
            val clock =
                object : Clock {
                    override fun nowMillis() = noon
                }
            Shell(folder.newFolder(), clock = clock).use { shell ->
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

    @Test
    fun `what a mobile number says`() =
        look { shell ->
            val rows = rows(JSONArray(file("phone")))
            assertTrue(rows.size >= 169)
            for (row in rows) {
                val text = row.getString("text")
                val seen = shell.lookup.phone(Secret(text))
                assertEquals(text, row.text("problem") == null, seen.valid)
                assertEquals(text, row.text("e164"), seen.e164)
                assertEquals(text, row.text("national"), seen.national)
            }
        }

    @Test
    fun `what dues cost, line by line`() =
        look { shell ->
            val rows = rows(JSONObject(file("dues")).getJSONArray("cases"))
            assertTrue(rows.size >= 426)
            for (row in rows) {
                val request =
                    DuesRequest(
                        row.getLong("income").toULong(),
                        Work.valueOf(row.getString("work").uppercase()),
                        Payer.valueOf(row.getString("payer").uppercase()),
                        row.getJSONArray("programmes").map { Programme.valueOf(it.toString().uppercase()) },
                        row.getInt("months").toUByte(),
                        row.getString("from"),
                    )
                if (row.has("problem")) {
                    assertThrows("$row", PayungException.NotPossible::class.java) { shell.lookup.dues(request) }
                    continue
                }
                val dues = shell.lookup.dues(request)
                assertEquals("$row", row.getLong("total").toULong(), dues.total)
                val expected =
                    row.getJSONArray("lines").map { line ->
                        (line as JSONArray).map {
                            if (it ==
                                JSONObject.NULL
                            ) {
                                null
                            } else {
                                it.toString()
                            }
                        }
                    }
                val seen = dues.lines.map { listOf(it.month, it.programme.name.lowercase(), "${it.amount}", "${it.full}", it.discount) }
                assertEquals("$row", expected, seen)
            }
        }

    @Test
    fun `where districts and villages are found`() =
        look { shell ->
            val searched =
                rows(JSONArray(file("regions"))).filter {
                    it.has("search") && !it.has("within") &&
                        it.getString("level") == "district"
                }
            assertTrue(searched.size >= 300)
            for (row in searched) {
                val found = shell.lookup.regions(row.getString("search"), row.getInt("top").toUInt()).map { it.code }
                for (code in row.getJSONArray("finds")) assertTrue("$row finds $found", code.toString() in found)
            }
            val villages = rows(JSONArray(file("villages")))
            for (row in villages.filter { it.has("search") }) {
                val found = shell.lookup.villages(row.getString("district"), row.getString("search"), row.getInt("top").toUInt())
                val finds = row.text("finds")
                if (finds == null) assertTrue("$row", found.isEmpty()) else assertTrue("$row", found.any { it.code == finds })
            }
            for (row in villages.filter { it.has("count") }) {
                assertEquals("$row", row.getInt("count"), shell.lookup.villages(row.getString("district"), "", 200u).size)
            }
        }

    @Test
    fun `what a QRIS payload is`() =
        look { shell ->
            val rows = rows(JSONObject(file("qris")).getJSONArray("checks"))
            assertTrue(rows.size >= 120)
            shell.payung.bills().use { bills ->
                for (row in rows) {
                    val payload = row.getString("payload")
                    val seen = bills.qrisCheck(payload)
                    if (row.has("unreadable")) {
                        assertTrue(payload, !seen.valid && seen.problems.isNotEmpty())
                        continue
                    }
                    assertEquals(payload, row.getBoolean("qris"), seen.qris)
                    assertEquals(payload, row.getJSONArray("problems").length(), seen.problems.size)
                    assertEquals(payload, row.getJSONArray("warnings").length(), seen.warnings.size)
                }
            }
        }

    private companion object {
        /** The day of rows that name none. */
        const val TODAY = "2026-11-23"

        /** Of the forms' cases, most of them. */
        const val FORM_NOW = "2026-11-23T09:00:00+07:00"

        /** Forms that need no registration before them. */
        val FORMS = setOf("bpu", "complaint")
        const val PHOTOGRAPHED = 3

        /** More questions than any form has. */
        const val MOST = 80
    }

    @Test
    fun `what a recovery code is, and what cannot be one`() =
        look { shell ->
            val rows = rows(JSONObject(file("recovery")).getJSONArray("read"))
            assertTrue(rows.size >= 150)
            shell.payung.recovery().use { recovery ->
                for (row in rows) {
                    val text = row.getString("text")
                    val seen = recovery.problems(Secret(text), Secret("")).code
                    assertEquals("$text: $seen", row.has("problem"), seen != null)
                    // How many signs there are, or stand before the one that does not fit.
                    if (row.has("at")) assertTrue("$text: $seen", Regex("\\b${row.getInt("at")}\\b") in seen!!)
                }
            }
        }

    @Test
    fun `what a typed birth date is`() =
        look { shell ->
            val rows = rows(JSONObject(file("typed")).getJSONArray("dates"))
            assertTrue(rows.size >= 100)
            shell.payung.recovery().use { recovery ->
                for (row in rows) {
                    val text = row.getString("text")
                    val seen = recovery.problems(Secret(""), Secret(text)).birthDate
                    assertEquals("$text: $seen", row.has("problem"), seen != null)
                }
            }
        }

    /** Without those that begin with other answers or on another day. Photographing takes long here, so few cases do it. */
    @Test
    fun `what the form asks after each answer, and where it ends`() {
        val all = rows(JSONArray(file("form"))).filter { it.getString("form") in FORMS && !it.has("before") }
        val ofDay = all.filter { it.getString("now") == FORM_NOW }
        assertTrue("${ofDay.size}", ofDay.size >= 90)
        val (photographed, typed) =
            ofDay.partition { row ->
                row.getJSONObject("answers").run {
                    keys().asSequence().any {
                        optString(it) ==
                            "photo"
                    }
                }
            }
        val card = Sample.card(folder.newFile("ktp.jpg")).path
        look { shell -> for (row in typed + photographed.take(PHOTOGRAPHED)) walk(shell, row, card) }
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
        assertEquals(row.getString("name"), row.getJSONArray("asked").map { it.toString() }, asked)
        assertEquals(row.getString("name"), row.getString("end"), if (view.step.kind == ScreenKind.REVIEW) "review" else view.step.id)
        shell.drafts.discard(view.draft)
    }

    @Test
    fun `what a pay-for code is read as`() =
        look { shell ->
            val rows = rows(JSONArray(file("pay_code")))
            assertTrue(rows.size > 200)
            for (row in rows) {
                val read =
                    try {
                        shell.bills.readPayCode(row.getString("text")).reveal()
                    } catch (error: PayungException.NotPossible) {
                        assertTrue(error.words, "salah ketik" in error.words)
                        null
                    }
                assertEquals(row.getString("text"), row.text("code"), read)
            }
        }
}
