package org.payung.core

import org.json.JSONArray
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.payung.core.Vectors.Companion.millis
import org.payung.core.Vectors.Companion.noon
import org.payung.core.Vectors.Companion.rows
import java.util.Locale

/** What it costs, what it is worth, and how it is paid. */
object VectorsOfMoney {
    private fun JSONObject.asked(
        income: Long = getLong("income"),
        months: Int = getInt("months"),
        from: String = getString("from"),
    ) = DuesRequest(
        income.toULong(),
        Work.valueOf(getString("work").uppercase()),
        Payer.valueOf(getString("payer").uppercase()),
        programmes(),
        months.toUByte(),
        from,
    )

    /** Line by line. */
    fun dues(vectors: Vectors) =
        vectors.look { shell ->
            for (row in rows("dues/cases", 426)) {
                if (row.has("problem")) {
                    assertThrows("$row", PayungException.NotPossible::class.java) { shell.lookup.dues(row.asked()) }
                    continue
                }
                val dues = shell.lookup.dues(row.asked())
                assertEquals("$row", row.getLong("total").toULong(), dues.total)
                val expected =
                    row.getJSONArray("lines").map { line ->
                        (line as JSONArray).map {
                            if (it ==
                                JSONObject.NULL
                            ) {
                                null
                            } else {
                                "$it"
                            }
                        }
                    }
                val seen = dues.lines.map { listOf(it.month, it.programme.name.lowercase(), "${it.amount}", "${it.full}", it.discount) }
                assertEquals("$row", expected, seen)
            }
        }

    /** Every row of the tariff around each change. */
    fun totals(vectors: Vectors) =
        vectors.look { shell ->
            val incomes = rows("dues/incomes", 33).map { it.getLong("income") }
            for (row in rows("dues/totals", 320)) {
                val totals = if (row.has("problem")) null else row.getJSONArray("totals").texts()
                incomes.forEachIndexed { place, income ->
                    val asked = row.asked(income)
                    if (totals == null) {
                        assertThrows("$row", PayungException.NotPossible::class.java) { shell.lookup.dues(asked) }
                    } else {
                        assertEquals("$row at $income", totals[place], "${shell.lookup.dues(asked).total}")
                    }
                }
            }
        }

    /** The least of each month is what the first screen says then. A phone is sure of no month outside these. */
    fun lowest(vectors: Vectors) {
        val sure = rows("dues/lowest", 72).filter { it.getString("month") in "2026-10".."2027-06" }
        assertTrue("${sure.size}", sure.size >= 8)
        for (row in sure) {
            val said = vectors.look(noon("${row.getString("month")}-10")) { it.payung.home().lowest }
            for (least in row.getJSONArray("lowest")) {
                val amount = (least as JSONArray).getLong(1)
                assertTrue("$row: $said", rupiah(amount) in said)
            }
        }
    }

    /** What each part of a bill costs, asked as dues of one month. */
    fun prices(vectors: Vectors) =
        vectors.look { shell ->
            for (row in rows("bills/prices", 92)) {
                val asked = row.asked(months = 1, from = row.getString("month"))
                if (row.isNull("parts")) {
                    assertThrows("$row", PayungException.NotPossible::class.java) { shell.lookup.dues(asked) }
                    continue
                }
                val parts = row.getJSONObject("parts")
                val seen =
                    shell.lookup
                        .dues(asked)
                        .lines
                        .associate { it.programme.name.lowercase() to it.amount.toLong() }
                assertEquals("$row", parts.keySet().associateWith { parts.getLong(it) }, seen)
            }
        }

    /** Somebody who was a member before and a sponsor's name come from the office only; the rest can be asked of a preview. */
    fun cover(vectors: Vectors) =
        vectors.look { shell ->
            val asked = rows("cover/cases", 297).filter { it.isNull("since") }
            assertTrue("${asked.size}", asked.size >= 260)
            shell.payung.cover().use { cover ->
                for (row in asked) {
                    val expected = row.getJSONObject("cover")
                    val seen = cover.preview(row.months(), expected.getString("on"))
                    assertEquals("$row", expected.getString("state"), seen.phase.name.lowercase())
                    assertEquals("$row", expected.text("since") to expected.text("paid_until"), seen.since to seen.paidUntil)
                    assertEquals("$row", expected.getJSONArray("missing").texts(), seen.missing)
                    val programmes =
                        expected.getJSONArray("programmes").rows().map {
                            listOf(it.getString("programme"), it.getString("level"), it.text("until"), it.text("full_from"))
                        }
                    val said =
                        seen.programmes.map {
                            listOf(it.programme.name.lowercase(), it.level.name.lowercase(), it.until, it.fullFrom)
                        }
                    assertEquals("$row", programmes, said)
                }
            }
        }

    /** A preview has the usual settings and knows no dues; the others hang on what an office wrote and somebody chose. */
    fun reminders(vectors: Vectors) =
        vectors.look { shell ->
            val usual =
                rows("reminders", 281).filter {
                    it.isNull("dues") && it.isNull("bill") &&
                        USUAL.similar(it.getJSONObject("settings"))
                }
            assertTrue("${usual.size}", usual.isNotEmpty())
            shell.payung.reminders().use { reminders ->
                for (row in usual) {
                    // It is asked for a whole day, from its first moment on; the vectors for a moment within it.
                    val from = row.getString("from")
                    val expected =
                        row
                            .getJSONArray(
                                "reminders",
                            ).rows()
                            .map { listOf(it.getString("id"), millis(it.getString("at")), it.getJSONArray("months").texts()) }
                    val days = (row.getInt("days") + 1).toUInt()
                    val end = millis(from) + row.getInt("days") * DAY_MILLIS
                    val seen =
                        reminders
                            .preview(row.months(), from.substringBefore('T'), days)
                            .filter { it.atMillis >= millis(from) && it.atMillis < end }
                            .map { listOf(it.id, it.atMillis, it.months) }
                    assertEquals("$row", expected, seen)
                }
            }
        }

    /** Each figure stands in the words of one benefit, with the confidence of its source. */
    fun benefits(vectors: Vectors) =
        vectors.look { shell ->
            val programmes = shell.lookup.programmes().associateBy { it.id }
            for (row in rows("benefits", 12)) {
                val figures = row.getJSONObject("figures").run { keySet().map { getJSONObject(it) } }.map(::figure)
                val benefits = programmes.getValue(row.getString("programme")).benefits
                val said = benefits.filter { it.confidence == row.getString("confidence") && figures.all { figure -> figure in it.words } }
                assertTrue("$row: ${benefits.map { it.confidence to it.words }}", said.isNotEmpty())
            }
        }

    private fun figure(figure: JSONObject): String {
        val kind = figure.keySet().single()
        val value = figure.getLong(kind)
        return when (kind) {
            "rupiah" -> rupiah(value)
            "percent" -> "$value%"
            else -> "$value"
        }
    }

    fun payloads(vectors: Vectors) =
        vectors.look { shell ->
            for (row in rows("qris/checks", 120)) {
                val payload = row.getString("payload")
                val seen = shell.qris.check(payload)
                if (row.has("unreadable")) {
                    assertTrue(payload, !seen.valid && seen.problems.isNotEmpty())
                    continue
                }
                assertEquals(payload, row.getBoolean("qris"), seen.qris)
                assertEquals(payload, row.getJSONArray("problems").length(), seen.problems.size)
                assertEquals(payload, row.getJSONArray("warnings").length(), seen.warnings.size)
            }
        }

    /** A code with an amount put into it. */
    fun bound(vectors: Vectors) =
        vectors.look { shell ->
            for (row in rows("qris/bound", 60)) {
                val bound = shell.qris.amount(row.getString("payload"), row.getLong("amount").toULong(), row.text("bill_number"))
                assertEquals("$row", row.getString("result"), bound)
            }
        }

    private fun JSONObject.months() =
        getJSONArray("months").rows().map {
            PaidMonthGiven(it.getString("month"), it.getString("paid_on"), it.programmes(), it.text("sponsor"))
        }

    private fun rupiah(amount: Long) = "Rp" + String.format(Locale.ROOT, "%,d", amount).replace(',', '.')

    private const val DAY_MILLIS = 86_400_000L

    private val USUAL =
        JSONObject("""{"on": true, "payday": "unset", "at": "08.00", "quiet": {"from": "20.00", "to": "07.00"}, "zone": "wib"}""")
}
