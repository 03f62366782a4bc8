package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.NoticeKind
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.notice
import org.payung.app.look.primaryButton
import org.payung.app.look.title
import org.payung.core.IncidentView

/** What to do after an accident or a death. */
data class IncidentState(
    val incident: IncidentView? = null,
    val trouble: Trouble? = null,
)

/** Needs neither a key nor a network: an emergency is no time to unlock anything. */
class IncidentModel(
    core: Calls,
    val id: String,
) : Model<IncidentState>(core, IncidentState()) {
    override fun start() =
        core.ask({ cover.incident(null, id) }) { result ->
            result.onSuccess { set(IncidentState(it)) }.onFailure { set(IncidentState(trouble = troubleOf(it))) }
        }
}

/** Draws [IncidentModel]: what is urgent first. */
class IncidentScreen(
    host: Host,
    private val incident: IncidentModel,
) : Screen<IncidentState>(host, incident) {
    override val route = Route.Incident(incident.id)

    override fun spoken(state: IncidentState): List<String> {
        val view = state.incident ?: return listOfNotNull(state.trouble?.words)
        return listOf(view.title) + view.clocks.map { it.words } + sentences(view.text) + view.steps.map { it.words } +
            view.papers.map { it.words }
    }

    override fun draw(state: IncidentState) {
        bar()
        state.trouble?.let { trouble -> drawTrouble(trouble) { incident.start() } }
        val view = state.incident ?: return waiting(state.trouble)
        val body = scaffold.body
        body.put(context.title(view.title))
        view.clocks.forEach {
            body.put(
                context.notice(
                    NoticeKind.LOOK_AGAIN,
                    listOf(it.words, it.until)
                        .filter { text ->
                            text.isNotEmpty()
                        }.joinToString("\n"),
                ),
            )
        }
        if (view.text.isNotEmpty()) body.put(context.body(view.text))
        if (view.steps.isNotEmpty()) {
            body.put(context.heading(word(R.string.incident_steps)), R.dimen.space_l)
            val card = body.put(Card(context), R.dimen.space_s)
            view.steps.forEachIndexed { index, step -> card.row("${index + 1}. ${step.words}") }
        }
        if (view.papers.isNotEmpty()) {
            body.put(context.heading(word(R.string.incident_papers)), R.dimen.space_l)
            val card = body.put(Card(context), R.dimen.space_s)
            view.papers.forEach { card.row(it.words, icon = R.drawable.icon_document) }
        }
        if (view.place.isNotEmpty()) body.put(context.body(view.place), R.dimen.space_l)
        if (state.trouble == null) scaffold.foot.put(context.primaryButton(word(R.string.help)) { host.go(Route.Help) })
    }
}
