package org.payung.app.screen

import android.graphics.Rect
import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Way
import org.payung.app.look.Card
import org.payung.app.look.Icons
import org.payung.app.look.NoticeKind
import org.payung.app.look.heading
import org.payung.app.look.notice
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.small
import org.payung.app.look.title
import org.payung.app.look.umbrella
import org.payung.core.DraftLine
import org.payung.core.HomeView
import org.payung.core.NextStep

/** Welcome, or what can be gone on with. One button says what to do next. */
class HomeScreen(
    host: Host,
    private val home: HomeModel,
) : Screen<HomeState>(host, home) {
    override val route = Route.Home

    override fun isSecure(state: HomeState) = state.home?.drafts?.any { !it.name.isEmpty() } ?: false

    override fun spoken(state: HomeState): List<String> {
        val view = state.home ?: return emptyList()
        val said = if (isNew(view)) spokenWelcome(state, view) else spokenGoingOn(state, view)
        return view.notices.flatMap(::sentences) + said + listOf(word(R.string.independent))
    }

    private fun spokenWelcome(
        state: HomeState,
        view: HomeView,
    ): List<String> {
        val programmes = state.programmes.flatMap { sentences(it.spoken).take(2) }
        return listOf(word(R.string.welcome)) + sentences(view.lowest) + spokenReferral(state, view) + programmes
    }

    private fun spokenGoingOn(
        state: HomeState,
        view: HomeView,
    ): List<String> {
        val bill = view.bill?.let { listOf(word(R.string.pay), it.words) }.orEmpty()
        val drafts = spokenDrafts(word(R.string.home_drafts), view.drafts)
        val sent = spokenRegistrations(word(R.string.home_registrations), view.registrations)
        return bill + drafts + sent + spokenReferral(state, view)
    }

    private fun spokenReferral(
        state: HomeState,
        view: HomeView,
    ) = listOfNotNull(state.refused, view.referral?.words).flatMap(::sentences)

    override fun draw(state: HomeState) {
        state.begun?.let {
            home.shown()
            host.go(Route.Form(it))
            return
        }
        bar(back = null)
        drawTrouble(state.trouble, home::wayOn)
        val view = state.home ?: return waiting(state.trouble)
        view.notices.forEach { scaffold.body.put(context.notice(NoticeKind.LOOK_AGAIN, it)) }
        if (isNew(view)) drawWelcome(state, view) else drawGoingOn(state, view)
        drawMore(view)
        if (state.trouble == null) drawFoot(view)
    }

    private fun isNew(view: HomeView) = view.drafts.isEmpty() && view.registrations.isEmpty()

    /** Before a registration is ready, and while no code is kept. */
    private fun drawWelcome(
        state: HomeState,
        view: HomeView,
    ) {
        val body = scaffold.body
        body.put(context.umbrella(view.panels.toInt(), 0), R.dimen.space_s)
        body.put(context.title(word(R.string.welcome)))
        if (view.lowest.isNotEmpty()) body.put(context.heading(view.lowest))
        drawReferral(state, view)
        val card = body.put(Card(context))
        for (programme in state.programmes) {
            card.row(programme.name, second = programme.about, icon = Icons.byName["programme_${programme.id}"] ?: 0)
        }
    }

    /** The code that goes along with the next registration, or why that of a link does not. */
    private fun drawReferral(
        state: HomeState,
        view: HomeView,
    ) {
        val body = scaffold.body
        state.refused?.let { words ->
            val notice = body.put(context.notice(NoticeKind.LOOK_AGAIN, words), R.dimen.space_l)
            notice.post { notice.requestRectangleOnScreen(Rect(0, 0, notice.width, notice.height), true) }
        }
        view.referral?.let { kept -> body.put(kept) { home.removeReferral() } }
    }

    private fun drawGoingOn(
        state: HomeState,
        view: HomeView,
    ) {
        val body = scaffold.body
        view.bill?.let { bill ->
            body.put(context.title(word(R.string.pay)))
            body.put(Card(context)).way(Route.Bill(bill.bill), bill.words, icon = R.drawable.icon_money)
        }
        if (view.drafts.isNotEmpty()) {
            body.put(context.title(word(R.string.home_drafts)))
            val card = body.put(Card(context))
            for (draft in view.drafts) {
                card.row(
                    nameOf(draft),
                    second = listOfNotNull(draft.line, draft.expires).joinToString("\n"),
                    icon = R.drawable.icon_person,
                ) {
                    host.go(Route.Form(draft.draft))
                }
            }
        }
        if (view.registrations.isNotEmpty()) {
            body.put(context.title(word(R.string.home_registrations)), R.dimen.space_l)
            val card = body.put(Card(context))
            for (one in view.registrations) {
                val about = aboutOf(one, word(R.string.receipt, one.receipt))
                card.way(Route.Status(one.registration), titleOf(one), about, stateIcon(one.state))
            }
        }
        drawReferral(state, view)
        if (view.moreDrafts || view.moreRegistrations) body.put(context.plainButton(word(R.string.people_all)) { host.go(Route.People) })
    }

    private fun drawMore(view: HomeView) {
        val body = beside
        if (view.delayed > 0u) body.put(context.secondaryButton(word(R.string.send_all_now)) { home.sendAllNow() })
        val card = body.put(Card(context), R.dimen.space_l)
        if (!isNew(view)) card.way(Route.People, word(R.string.people), icon = R.drawable.icon_people)
        if (!isNew(view)) card.way(Route.Calculator, word(R.string.dues), icon = R.drawable.icon_money)
        card.way(Route.Programmes, word(R.string.programmes), icon = R.drawable.icon_info)
        if (view.canRecover) card.way(Route.Recover, word(R.string.recover), word(R.string.recover_about), R.drawable.icon_unlock)
        if (isNew(view)) {
            val about = word(R.string.payers_add_about)
            card.row(word(R.string.payers_add), second = about, icon = R.drawable.icon_payer_household) { home.payForSomebody() }
        }
        if (view.canRefer) card.way(Route.Referral, word(R.string.referral), word(R.string.referral_about), R.drawable.icon_channel_agent)
        if (!isNew(view)) card.way(Route.MyData, word(R.string.my_data), icon = R.drawable.icon_lock)
        card.way(Route.Settings, word(R.string.settings), icon = R.drawable.icon_settings)
        card.way(Route.Help, word(R.string.help), icon = R.drawable.icon_help)
        body.put(context.small(word(R.string.independent)))
    }

    private fun drawFoot(view: HomeView) {
        val foot = scaffold.foot
        val way = home.keyTrouble(view)
        when {
            way == Way.START_CLEAN -> foot.put(context.primaryButton(word(R.string.start_clean)) { home.wayOn(way) })

            way != null -> foot.put(context.primaryButton(word(R.string.try_again)) { home.wayOn(way) })

            // What was chosen stands beside it, and the rows lead to a bill, to a correction and to a draft.
            isBeside && !isNew(view) -> foot.put(context.primaryButton(word(R.string.register_other)) { home.begin() })

            else -> drawNext(view.next)
        }
    }

    private fun drawNext(next: NextStep) {
        val foot = scaffold.foot
        val (label, press) =
            when (next) {
                is NextStep.Correct -> R.string.correct to { host.go(Route.Status(next.registration)) }
                is NextStep.Pay -> R.string.pay to { host.go(Route.Bill(next.bill)) }
                is NextStep.Resume -> R.string.go_on to { host.go(Route.Form(next.draft)) }
                NextStep.Register -> R.string.register to { home.begin() }
                NextStep.RegisterOther -> R.string.register_other to { home.begin() }
            }
        foot.put(context.primaryButton(word(label), press))
        if (next == NextStep.Register) {
            foot.put(context.secondaryButton(word(R.string.dues)) { host.go(Route.Calculator) }, R.dimen.space_s)
        } else if (next is NextStep.Pay || next is NextStep.Resume) {
            foot.put(context.secondaryButton(word(R.string.register_other)) { home.begin() }, R.dimen.space_s)
        }
    }

    private fun nameOf(draft: DraftLine) = draft.name.reveal().ifEmpty { word(R.string.no_name) }
}
