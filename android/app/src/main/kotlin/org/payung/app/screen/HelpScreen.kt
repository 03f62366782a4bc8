package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.Icons
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.primaryButton
import org.payung.app.look.small
import org.payung.app.look.title
import org.payung.core.AboutView
import org.payung.core.IncidentLine
import org.payung.core.PlacePerson
import org.payung.core.ProgrammeView

/** Who made this app and who answers questions. */
data class HelpState(
    val about: AboutView? = null,
    /** Somebody to ask. */
    val person: PlacePerson? = null,
    /** What to do when something happened: an emergency needs neither a registration nor a key. */
    val incidents: List<IncidentLine> = emptyList(),
    val trouble: Trouble? = null,
)

class HelpModel(
    core: Calls,
) : Model<HelpState>(core, HelpState()) {
    override fun start() =
        core.ask({ HelpState(payung.about(), lookup.places("", "", 1u).person, incidents.list()) }) { result ->
            result.onSuccess { set(it) }.onFailure { set(HelpState(trouble = troubleOf(it))) }
        }
}

/** Draws [HelpModel]. */
class HelpScreen(
    host: Host,
    private val help: HelpModel,
) : Screen<HelpState>(host, help) {
    override val route = Route.Help

    override fun spoken(state: HelpState): List<String> =
        listOf(word(R.string.help)) + sentences(state.about?.words.orEmpty()) +
            listOf(word(R.string.incidents)) + state.incidents.map { it.title } +
            QUESTIONS.flatMap { sentences(word(it.first)) + sentences(word(it.second)) }

    override fun draw(state: HelpState) {
        bar()
        val body = scaffold.body
        body.put(context.title(word(R.string.help)))
        drawTrouble(state.trouble) { help.start() }
        val about = state.about ?: return waiting(state.trouble)
        body.put(context.body(about.words))
        body.put(context.heading(word(R.string.incidents)), R.dimen.space_l)
        val incidents = body.put(Card(context), R.dimen.space_s)
        for (incident in state.incidents) incidents.way(Route.Incident(incident.id), incident.title, icon = R.drawable.icon_accident)
        for ((question, answer) in QUESTIONS) {
            body.put(context.heading(word(question)), R.dimen.space_l)
            body.put(context.help(word(answer)), R.dimen.space_xs)
        }
        body.put(context.heading(word(R.string.help_person)), R.dimen.space_l)
        val card = body.put(Card(context), R.dimen.space_s)
        card.row(about.receiver, second = about.address, icon = R.drawable.icon_place)
        val person = checkNotNull(state.person)
        val icon = if (person.link.startsWith("mailto:")) R.drawable.icon_email else R.drawable.icon_call
        val visit = if (person.link.isEmpty()) null else ({ host.visit(person.link) })
        if (person.contact.isNotEmpty()) card.row(person.contact, icon = icon, press = visit)
        card.way(Route.Places, word(R.string.places), icon = R.drawable.icon_place)
        card.row(word(R.string.requests), icon = R.drawable.icon_email) { host.go(Route.Requests()) }
        body.put(context.small(word(R.string.version, about.version, about.rules.toLong())))
        if (scaffold.foot.childCount == 0) {
            scaffold.foot.put(context.primaryButton(word(R.string.programmes)) { host.go(Route.Programmes) })
        }
    }

    private companion object {
        val QUESTIONS =
            listOf(
                R.string.help_offline to R.string.help_offline_answer,
                R.string.help_lost to R.string.help_lost_answer,
                R.string.help_safe to R.string.help_safe_answer,
            )
    }
}

/** What each programme is and gives. */
data class ProgrammesState(
    val programmes: List<ProgrammeView> = emptyList(),
    val trouble: Trouble? = null,
)

class ProgrammesModel(
    core: Calls,
) : Model<ProgrammesState>(core, ProgrammesState()) {
    override fun start() =
        core.ask({ lookup.programmes() }) { result ->
            result.onSuccess { set(ProgrammesState(it)) }.onFailure { set(ProgrammesState(trouble = troubleOf(it))) }
        }
}

/** Draws [ProgrammesModel]. */
class ProgrammesScreen(
    host: Host,
    private val programmes: ProgrammesModel,
) : Screen<ProgrammesState>(host, programmes) {
    override val route = Route.Programmes

    override fun spoken(state: ProgrammesState) = state.programmes.flatMap { sentences(it.spoken) }

    override fun draw(state: ProgrammesState) {
        bar()
        val body = scaffold.body
        body.put(context.title(word(R.string.programmes)))
        drawTrouble(state.trouble) { programmes.start() }
        for (programme in state.programmes) {
            val card = body.put(Card(context), R.dimen.space_l)
            val who = listOf(programme.about, programme.who).filter { it.isNotEmpty() }.joinToString("\n")
            card.row(programme.name, second = who, icon = Icons.byName["programme_${programme.id}"] ?: R.drawable.icon_info)
            programme.benefits.forEach { card.row(it.words) }
        }
        if (scaffold.foot.childCount == 0) {
            scaffold.foot.put(context.primaryButton(word(R.string.dues)) { host.go(Route.Calculator) })
        }
    }
}
