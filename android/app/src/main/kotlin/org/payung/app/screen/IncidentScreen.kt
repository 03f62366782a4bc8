package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.NoticeKind
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.title
import org.payung.core.Change
import org.payung.core.IncidentPaper
import org.payung.core.IncidentReport
import org.payung.core.IncidentView
import org.payung.core.PayungException

/** What to do after an accident or a death, and the report of it. */
data class IncidentState(
    val incident: IncidentView? = null,
    /** Set when the report is to be shown: its draft. */
    val report: String? = null,
    val trouble: Trouble? = null,
)

/**
 * Needs neither a key nor a network: an emergency is no time to unlock anything. What is kept of a registration and its report
 * need the key, and where it is not to be had everything else stands there all the same.
 */
class IncidentModel(
    core: Calls,
    val id: String,
    val registration: String = "",
) : Model<IncidentState>(core, IncidentState()) {
    override fun start() = load(null)

    override fun changed(change: Change) {
        if (registration.isNotEmpty()) start()
    }

    /** Begins the report, or goes on with it. */
    fun report() {
        unsay()
        core.ask({ incidents.report(registration, id).draft }) { result ->
            result
                .onSuccess { set(state.copy(report = it, trouble = null)) }
                .onFailure { error -> refused(error) { set(state.copy(trouble = it)) } }
        }
    }

    fun shown() = set(state.copy(report = null))

    /** When it happened, and what it led to: milliseconds, none for what nobody noted. */
    fun note(
        happened: Long?,
        outcome: Long?,
    ) = load { incidents.note(registration, id, happened, outcome) }

    fun tryAgain() = load { payung.unlock() }

    private fun load(first: (Session.() -> Any?)?) =
        ask(first, ::view) { result ->
            result.onSuccess { set(it) }.onFailure { lacking(troubleOf(it)) }
        }

    private fun view(session: Session): IncidentState =
        session.run {
            try {
                IncidentState(incidents.incident(registration.ifEmpty { null }, id))
            } catch (error: PayungException) {
                IncidentState(incidents.incident(null, id), trouble = troubleOf(error))
            }
        }

    /** What was done failed with a way on. What needs no key is there all the same. */
    private fun lacking(trouble: Trouble) =
        core.ask({ incidents.incident(null, id) }) { set(IncidentState(it.getOrNull(), trouble = trouble)) }
}

/** Draws [IncidentModel]: what is urgent first. */
class IncidentScreen(
    host: Host,
    private val incident: IncidentModel,
) : Screen<IncidentState>(host, incident) {
    override val route = Route.Incident(incident.id, incident.registration)

    // What the office answers is about one person.
    override fun isSecure(state: IncidentState) = reportOf(state)?.sent?.any { it.answer != null } ?: false

    override fun spoken(state: IncidentState): List<String> {
        val view = state.incident ?: return emptyList()
        val report = view.report
        val told = report?.let { sentences(it.words) + sentences(it.photosWords) + it.sent.flatMap(::spokenRequest) }.orEmpty()
        return listOf(view.title) + view.clocks.flatMap { listOf(it.words) + sentences(it.until) } +
            sentences(view.text) +
            view.steps.map { it.words } + view.papers.flatMap { listOf(it.words) + paperLines(it) } + told
    }

    override fun draw(state: IncidentState) {
        state.report?.let {
            incident.shown()
            host.go(Route.Form(it))
            return
        }
        bar()
        val view = state.incident
        val body = scaffold.body
        view?.let { body.put(context.title(it.title)) }
        drawTrouble(state.trouble) { incident.tryAgain() }
        if (view == null) return waiting(state.trouble)
        for (clock in view.clocks) {
            val words = listOf(clock.words, clock.until).filter { it.isNotEmpty() }
            body.put(context.notice(NoticeKind.LOOK_AGAIN, words.joinToString("\n")))
            clock.leadsTo?.let { to -> body.put(context.plainButton(to.title) { host.go(Route.Incident(to.id, incident.registration)) }) }
        }
        if (incident.registration.isNotEmpty() && state.trouble == null) putTimes(view, incident::note)
        if (view.text.isNotEmpty()) body.put(context.body(view.text))
        // Whoever has begun or sent a report comes back for it.
        val isFirst = view.report?.run { draft != null || sent.isNotEmpty() } ?: false
        if (isFirst) view.report?.let(::drawReport)
        if (view.steps.isNotEmpty()) {
            body.put(context.heading(word(R.string.incident_steps)), R.dimen.space_l)
            val card = body.put(Card(context), R.dimen.space_s)
            view.steps.forEachIndexed { index, step -> card.row("${index + 1}. ${step.words}") }
        }
        drawPapers(view)
        if (!isFirst) view.report?.let(::drawReport)
        if (view.place.isNotEmpty()) body.put(context.body(view.place), R.dimen.space_l)
        if (scaffold.foot.childCount == 0) drawFoot(view.report)
    }

    private fun drawPapers(view: IncidentView) {
        if (view.papers.isEmpty()) return
        scaffold.body.put(context.heading(word(R.string.incident_papers)), R.dimen.space_l)
        val card = scaffold.body.put(Card(context), R.dimen.space_s)
        for (paper in view.papers) {
            val icon =
                when {
                    paper.ticked -> R.drawable.icon_check
                    paper.canPhotograph -> R.drawable.icon_camera
                    else -> R.drawable.icon_document
                }
            val second = paperLines(paper).joinToString("\n")
            if (incident.registration.isEmpty()) {
                card.row(paper.words, second = second, icon = icon)
            } else {
                card.way(Route.Pages(incident.registration, incident.id, paper.id), paper.words, second, icon)
            }
        }
    }

    /** What is at hand of a paper, and what of it was sent. */
    private fun paperLines(paper: IncidentPaper): List<String> {
        val photographed = if (paper.pages.isEmpty()) "" else word(R.string.paper_pages, paper.pages.size)
        val atHand = if (paper.ticked && paper.pages.isEmpty() && paper.sent.isEmpty()) word(R.string.paper_here) else ""
        return listOf(photographed, atHand, paper.sent).filter { it.isNotEmpty() }
    }

    private fun drawReport(report: IncidentReport) {
        val body = scaffold.body
        body.put(context.heading(word(R.string.report)), R.dimen.space_l)
        if (report.words.isNotEmpty()) body.put(context.body(report.words), R.dimen.space_s)
        if (report.photosWords.isNotEmpty()) body.put(context.help(report.photosWords), R.dimen.space_xs)
        for (sent in report.sent) putRequest(sent, R.dimen.space_m)
        // Without a report in hand the words above say what to do.
        if (report.possible && report.words.isEmpty()) body.put(context.help(word(R.string.report_help)), R.dimen.space_s)
    }

    private fun drawFoot(report: IncidentReport?) {
        val foot = scaffold.foot
        if (report?.possible == true) {
            foot.put(context.primaryButton(report.button) { incident.report() })
            scaffold.body.put(context.plainButton(word(R.string.help)) { host.go(Route.Help) })
        } else {
            foot.put(context.primaryButton(word(R.string.help)) { host.go(Route.Help) })
        }
    }

    private fun reportOf(state: IncidentState) = state.incident?.report
}
