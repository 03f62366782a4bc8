package org.payung.core

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.junit.runners.Parameterized

/**
 * Kotlin sees what Rust sees, and what another implementation says: each part of tests/vectors is a test of its own. A part is read,
 * or it stands in [LEFT] with the reason why this API cannot be asked. One that is neither, as a new file, fails.
 */
@RunWith(Parameterized::class)
class VectorsTest(
    private val part: String,
) {
    @get:Rule
    val folder = TemporaryFolder()

    @Test
    fun `is read here, or it is said why not`() {
        val reader = READERS[part]
        val reason = LEFT[part] ?: LEFT[part.substringBefore('/')]
        assertTrue("$part is neither read nor excused, or both", (reader == null) != (reason == null))
        reader?.invoke(Vectors { folder.newFolder() })
    }

    companion object {
        @JvmStatic
        @Parameterized.Parameters(name = "{0}")
        fun parts(): List<String> {
            val parts = Vectors.parts()
            val known = parts + parts.map { it.substringBefore('/') }
            assertEquals("these are in no file any more", emptyList<String>(), (READERS.keys + LEFT.keys).filter { it !in known })
            return parts
        }

        private val READERS: Map<String, (Vectors) -> Unit> =
            mapOf(
                "benefits" to VectorsOfMoney::benefits,
                "bills/prices" to VectorsOfMoney::prices,
                "cover/cases" to VectorsOfMoney::cover,
                "dues/cases" to VectorsOfMoney::dues,
                "dues/incomes" to VectorsOfMoney::totals,
                "dues/lowest" to VectorsOfMoney::lowest,
                "dues/totals" to VectorsOfMoney::totals,
                "form" to VectorsOfForms::forms,
                "names" to VectorsOfPeople::names,
                "nik" to VectorsOfPeople::niks,
                "pay_code" to VectorsOfPeople::payCodes,
                "phone" to VectorsOfPeople::phones,
                "qris/bound" to VectorsOfMoney::bound,
                "qris/checks" to VectorsOfMoney::payloads,
                "recovery/read" to VectorsOfPeople::recoveryCodes,
                "referral" to VectorsOfPeople::referralCodes,
                "regions" to VectorsOfPeople::regions,
                "reminders" to VectorsOfMoney::reminders,
                "texts" to VectorsOfForms::texts,
                "typed/clean" to VectorsOfPeople::cleaned,
                "typed/dates" to VectorsOfPeople::birthDates,
                "typed/places" to VectorsOfPeople::places,
                "typed/rt_rw" to VectorsOfPeople::neighbourhoods,
                "villages" to VectorsOfPeople::villages,
            )

        /** What stands between a row and this API. All of it is read by Rust's own tests. */
        private val LEFT =
            mapOf(
                "answer_days" to "a day of answer is counted by the office, from the moment when a request arrived there",
                "bills/join" to "whether somebody's age lets them join on a day is decided where a bill is issued, in the office",
                "bills/months" to "which months a bill has is decided in the office; a phone shows the bill",
                "bills/stories" to "the ledger of an office",
                "channels" to "offers hang on facts of a bill that an office signed; the API takes a bill's id and no facts",
                "cover/in_time" to "the last day in time is a part of a cover's words, and no call answers it alone",
                "dues/per_day" to "an amount a day is said in a quote's words, of an income and never of any amount",
                "form_contoh" to "the form of an invented case; a phone takes a form only from an office's signed rules",
                "ics" to "a calendar is made of a member's own reminders; the API takes no events",
                "places" to "the built-in list is empty, and a phone takes a list only from an office's signed rules",
                "recovery/access" to "the sealed parcel of an account, which never leaves the core",
                "recovery/derived" to "what a code is turned into stays in the core: a shell has no use for a key",
                "rfc9180" to "the encryption below a sealed envelope, which no call shows",
                "sealed" to "bytes between the core and the office, which no call shows",
            )
    }
}
