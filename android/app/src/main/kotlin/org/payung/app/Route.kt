package org.payung.app

/** Where in the app somebody is. As a text it survives the process; it holds ids and never an answer. */
sealed class Route(
    private val name: String,
) {
    object Home : Route("home")

    object Calculator : Route("calculator")

    object People : Route("people")

    object MyData : Route("my-data")

    object Settings : Route("settings")

    object Help : Route("help")

    object Programmes : Route("programmes")

    /** Offices and counters. */
    object Places : Route("places")

    /** The recovery codes of this phone's registrations. */
    object Recovery : Route("recovery")

    /** Entering a code that is of another phone. */
    object Recover : Route("recover")

    /** Typing the code of a poster or a helper. */
    object Referral : Route("referral")

    /** A picture of another app waits to be put somewhere. */
    object Shared : Route("shared")

    /** Filling in: at a question, or where it goes on by itself. */
    data class Form(
        val draft: String,
        val question: String = "",
    ) : Route("form")

    /** What to do when something happened; with a registration also what is reported of it. */
    data class Incident(
        val id: String,
        val registration: String = "",
    ) : Route("incident")

    /** The photographed pages of a paper that an incident asks for. */
    data class Pages(
        val registration: String,
        val incident: String,
        val paper: String,
    ) : Route("pages")

    /** The recovery code of a registration. */
    data class RecoveryCode(
        val registration: String,
    ) : Route("recovery-code")

    /** What a member has, and the reminders. */
    data class Cover(
        val registration: String,
    ) : Route("cover")

    /** A bill, by its id; or the bill that comes first of a registration, by that one's id. */
    data class Bill(
        val id: String,
    ) : Route("bill")

    /** One way to pay a bill. */
    data class Channel(
        val bill: String,
        val channel: String,
    ) : Route("channel")

    /** What was paid for a registration. */
    data class Receipts(
        val registration: String,
    ) : Route("receipts")

    /** A year of a registration. */
    data class Statement(
        val registration: String,
    ) : Route("statement")

    /** A paper of a registration: what was paid for that year, or with no year the card for the family. */
    data class Paper(
        val registration: String,
        val year: Int = 0,
    ) : Route("paper")

    /** The digital card of a member. */
    data class MemberCard(
        val registration: String,
    ) : Route("card")

    /** What the office was asked for about a registration; without one, all of this phone. */
    data class Requests(
        val registration: String = "",
    ) : Route("requests")

    /** Saving marks toward the dues of one registration. */
    data class Jar(
        val registration: String,
    ) : Route("jar")

    /** Who pays for a registration, and for whom it pays. */
    data class Payers(
        val registration: String,
    ) : Route("payers")

    /** The code of somebody who is to be paid for by a registration. */
    data class PayFor(
        val registration: String,
    ) : Route("pay-for")

    /** When reminders of one registration come. */
    data class Reminders(
        val registration: String,
    ) : Route("reminders")

    /** Where a registration stands. */
    data class Status(
        val registration: String,
    ) : Route("status")

    /** Others are chosen from it: on a wide screen it stays beside what was chosen. */
    val isList get() = this == Home || this == People || this is Bill || this is Requests || this is Incident

    /** Wants the whole of a wide screen: its own second column, and nobody's eyes elsewhere. */
    val takesAll get() = this is Form || this == Calculator || this == Shared

    /** As [parse] reads it. */
    fun text(): String =
        when (this) {
            is Form -> "$name/$draft/$question"
            is Status -> "$name/$registration"
            is Cover -> "$name/$registration"
            is Jar -> "$name/$registration"
            is Bill -> "$name/$id"
            is Channel -> "$name/$bill/$channel"
            is Receipts -> "$name/$registration"
            is Statement -> "$name/$registration"
            is MemberCard -> "$name/$registration"
            is Paper -> "$name/$registration/$year"
            is Requests -> "$name/$registration".removeSuffix("/")
            is Reminders -> "$name/$registration"
            is Payers -> "$name/$registration"
            is PayFor -> "$name/$registration"
            is Incident -> "$name/$id/$registration".removeSuffix("/")
            is Pages -> "$name/$registration/$incident/$paper"
            is RecoveryCode -> "$name/$registration"
            else -> name
        }

    companion object {
        // Made when it is first asked for: while this class is being set up, its objects are not there yet.
        private val plain by lazy {
            listOf(
                Home,
                Calculator,
                People,
                MyData,
                Settings,
                Help,
                Programmes,
                Places,
                Recovery,
                Recover,
                Referral,
                Shared,
            )
        }
        private val id = Regex("[0-9a-zA-Z_-]{1,64}")

        /** A bill's id names its registration first. */
        private val billId = Regex("[0-9a-zA-Z_-]{1,64}([.][0-9a-zA-Z_-]{1,64})?")

        /** The route that a text names; none for anything else. */
        fun parse(text: String): Route? {
            plain.find { it.name == text }?.let { return it }
            if (text == Requests().text()) return Requests()
            val parts = text.split('/')
            val ids = parts.drop(1).filter { it.isNotEmpty() }
            bill(parts)?.let { return it }
            if (!ids.all(id::matches)) return null
            return when {
                parts.size == 3 && parts[0] == "form" && ids.isNotEmpty() -> Form(ids[0], ids.getOrElse(1) { "" })
                parts.size == 3 && parts[0] == "paper" && ids.size == 2 -> paper(ids[0], ids[1].toIntOrNull())
                parts.size == 3 && parts[0] == "incident" && ids.size == 2 -> Incident(ids[0], ids[1])
                parts.size == 4 && parts[0] == "pages" && ids.size == 3 -> Pages(ids[0], ids[1], ids[2])
                parts.size != 2 || ids.isEmpty() -> null
                parts[0] == "status" -> Status(ids[0])
                parts[0] == "cover" -> Cover(ids[0])
                parts[0] == "jar" -> Jar(ids[0])
                parts[0] == "card" -> MemberCard(ids[0])
                parts[0] == "receipts" -> Receipts(ids[0])
                parts[0] == "statement" -> Statement(ids[0])
                parts[0] == "requests" -> Requests(ids[0])
                parts[0] == "reminders" -> Reminders(ids[0])
                parts[0] == "payers" -> Payers(ids[0])
                parts[0] == "pay-for" -> PayFor(ids[0])
                parts[0] == "incident" -> Incident(ids[0])
                parts[0] == "recovery-code" -> RecoveryCode(ids[0])
                else -> null
            }
        }

        /** None is the year 0; the core says which of the others there are. */
        private fun paper(
            registration: String,
            year: Int?,
        ) = year?.takeIf { it in 0..9999 }?.let { Paper(registration, it) }

        private fun bill(parts: List<String>): Route? =
            when {
                parts.size == 2 && parts[0] == "bill" && billId.matches(parts[1]) -> Bill(parts[1])
                parts.size == 3 && parts[0] == "channel" && billId.matches(parts[1]) && id.matches(parts[2]) -> Channel(parts[1], parts[2])
                else -> null
            }
    }
}
