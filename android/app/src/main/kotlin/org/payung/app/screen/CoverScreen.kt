package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.title
import org.payung.core.Change
import org.payung.core.CoverLevel
import org.payung.core.CoverStep
import org.payung.core.CoverView
import org.payung.core.IncidentLine
import org.payung.core.JarView
import org.payung.core.ReminderAction
import org.payung.core.ReminderChoices
import org.payung.core.ReminderView

/** What a member has, and what comes next. */
data class CoverState(
    val cover: CoverView? = null,
    val reminders: List<ReminderView> = emptyList(),
    val choices: ReminderChoices? = null,
    val incidents: List<IncidentLine> = emptyList(),
    val jar: JarView? = null,
    val trouble: Trouble? = null,
)

/** Cover and reminders of one registration. What is to be scheduled is the phone's business: [planned] is told. */
class CoverModel(
    core: Calls,
    val registration: String,
    private val planned: (List<ReminderView>) -> Unit,
) : Model<CoverState>(core, CoverState()) {
    override fun start() = load(null)

    override fun changed(change: Change) = start()

    /** One of the actions beside a reminder; paying is the bill's screen and calls nothing here. */
    fun answer(action: ReminderAction) = load { reminders.answer(registration, action) }

    fun tryAgain() = load { payung.unlock() }

    private fun load(first: (Session.() -> Any?)?) =
        ask(first, {
            CoverState(
                cover.of(registration, null),
                reminders.of(registration, null, DAYS),
                reminders.settings(registration),
                incidents.list(),
                cover.jar(registration),
            )
        }) { result ->
            result
                .onSuccess {
                    set(it)
                    planned(it.reminders)
                }.onFailure { set(state.copy(trouble = troubleOf(it))) }
        }

    companion object {
        /** So far ahead reminders are asked for and scheduled. */
        const val DAYS = 90u
    }
}

/** Draws [CoverModel]. */
class CoverScreen(
    host: Host,
    private val member: CoverModel,
) : Screen<CoverState>(host, member) {
    override val route = Route.Cover(member.registration)

    override fun spoken(state: CoverState): List<String> {
        val view = state.cover ?: return emptyList()
        return listOf(view.title) + view.lines + view.programmes.flatMap { listOf(it.name, it.words) } +
            state.reminders.take(1).flatMap { listOf(it.title) + sentences(it.text) }
    }

    override fun draw(state: CoverState) {
        bar()
        drawTrouble(state.trouble) { member.tryAgain() }
        val view = state.cover ?: return waiting(state.trouble)
        val body = scaffold.body
        body.put(umbrella(view), R.dimen.space_s)
        body.put(context.title(view.title))
        view.lines.forEach { body.put(context.body(it)) }
        if (view.programmes.isNotEmpty()) {
            val card = body.put(Card(context), R.dimen.space_l)
            view.programmes.forEach { card.row(it.name, it.words, certain = it.level == CoverLevel.FULL) }
        }
        val paid = body.put(Card(context))
        paid.row(word(R.string.receipts), icon = R.drawable.icon_state_paid) { host.go(Route.Receipts(member.registration)) }
        paid.row(word(R.string.statement), icon = R.drawable.icon_document) { host.go(Route.Statement(member.registration)) }
        // Otherwise the button at the bottom leads there.
        if (view.next !is CoverStep.ShowCard) {
            paid.row(word(R.string.card), icon = R.drawable.icon_card) { host.go(Route.MemberCard(member.registration)) }
        }
        paid.row(word(R.string.payers), second = word(R.string.payers_about), icon = R.drawable.icon_payer_household) {
            host.go(Route.Payers(member.registration))
        }
        paid.row(word(R.string.family), second = word(R.string.family_about), icon = R.drawable.icon_people) {
            host.go(Route.Paper(member.registration))
        }
        drawReminders(state)
        drawIncidents(state)
        if (state.trouble == null) view.next?.let(::drawNext)
    }

    private fun drawNext(next: CoverStep) {
        val (label, way) =
            when (next) {
                is CoverStep.Correct -> R.string.correct to Route.Status(next.registration)
                is CoverStep.Pay -> R.string.pay to Route.Bill(next.bill)
                is CoverStep.Renew -> R.string.new_code to Route.Bill(next.bill)
                is CoverStep.AskPayer -> R.string.payers to Route.Payers(next.registration)
                is CoverStep.AskBill -> R.string.new_code to Route.Requests(next.registration)
                is CoverStep.ShowCard -> R.string.card to Route.MemberCard(next.registration)
                is CoverStep.Wait -> R.string.where_it_stands to Route.Status(next.registration)
            }
        scaffold.foot.put(context.primaryButton(word(label)) { host.go(way) })
    }

    private fun drawReminders(state: CoverState) {
        val body = scaffold.body
        body.put(context.heading(word(R.string.reminders)), R.dimen.space_l)
        if (state.reminders.isEmpty()) body.put(context.help(word(R.string.reminders_none)))
        val card = body.put(Card(context), R.dimen.space_s)
        for (reminder in state.reminders.take(SHOWN)) {
            card.row(
                reminder.title,
                second = reminder.text + "\n" + reminder.atWords,
                icon = R.drawable.icon_reminder,
            )
        }
        state.choices?.let { choices ->
            val help = if (choices.on) word(R.string.reminders_help, choices.at) else word(R.string.reminders_off)
            card.row(word(R.string.reminders_set), second = help, icon = R.drawable.icon_settings) {
                host.go(Route.Reminders(member.registration))
            }
        }
        card.row(word(R.string.jar), second = state.jar?.line.orEmpty(), icon = R.drawable.icon_save) {
            host.go(Route.Jar(member.registration))
        }
        val offered =
            state.reminders
                .firstOrNull()
                ?.actions
                .orEmpty()
                .filter { it.action != ReminderAction.PAY }
        offered.forEach { action -> body.put(context.plainButton(action.label) { member.answer(action.action) }, R.dimen.space_xs) }
    }

    private fun drawIncidents(state: CoverState) {
        if (state.incidents.isEmpty()) return
        scaffold.body.put(context.heading(word(R.string.incidents)), R.dimen.space_l)
        val card = scaffold.body.put(Card(context), R.dimen.space_s)
        for (incident in state.incidents) {
            card.row(incident.title, icon = R.drawable.icon_accident) { host.go(Route.Incident(incident.id, member.registration)) }
        }
    }

    private companion object {
        const val SHOWN = 3
    }
}
