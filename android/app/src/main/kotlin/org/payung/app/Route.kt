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

    /** Filling in: at a question, or where it goes on by itself. */
    data class Form(
        val draft: String,
        val question: String = "",
    ) : Route("form")

    /** What to do when something happened. */
    data class Incident(
        val id: String,
    ) : Route("incident")

    /** What a member has, and the reminders. */
    data class Cover(
        val registration: String,
    ) : Route("cover")

    /** Where a registration stands. */
    data class Status(
        val registration: String,
    ) : Route("status")

    /** As [parse] reads it. */
    fun text(): String =
        when (this) {
            is Form -> "$name/$draft/$question"
            is Status -> "$name/$registration"
            is Cover -> "$name/$registration"
            is Incident -> "$name/$id"
            else -> name
        }

    companion object {
        // Made when it is first asked for: while this class is being set up, its objects are not there yet.
        private val plain by lazy { listOf(Home, Calculator, People, MyData, Settings, Help, Programmes) }
        private val id = Regex("[0-9a-zA-Z_-]{1,64}")

        /** The route that a text names; none for anything else. */
        fun parse(text: String): Route? {
            plain.find { it.name == text }?.let { return it }
            val parts = text.split('/')
            val ids = parts.drop(1).filter { it.isNotEmpty() }
            if (!ids.all(id::matches)) return null
            return when {
                parts.size == 3 && parts[0] == "form" && ids.isNotEmpty() -> Form(ids[0], ids.getOrElse(1) { "" })
                parts.size != 2 || ids.isEmpty() -> null
                parts[0] == "status" -> Status(ids[0])
                parts[0] == "cover" -> Cover(ids[0])
                parts[0] == "incident" -> Incident(ids[0])
                else -> null
            }
        }
    }
}
