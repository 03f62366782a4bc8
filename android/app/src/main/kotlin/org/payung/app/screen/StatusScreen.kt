package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.look.Card
import org.payung.app.look.Moment
import org.payung.app.look.NoticeKind
import org.payung.app.look.Timeline
import org.payung.app.look.body
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.small
import org.payung.app.look.title
import org.payung.core.AskView
import org.payung.core.PathPlace
import org.payung.core.RegistrationAction
import org.payung.core.RegistrationStep
import org.payung.core.RegistrationView

/** The exact word for the state, what is next, what the office wrote, and the history. */
class StatusScreen(
    host: Host,
    private val status: StatusModel,
) : Screen<StatusState>(host, status) {
    override val route = Route.Status(status.registration)

    override fun isSecure(state: StatusState) = state.view?.corrections?.isNotEmpty() ?: false

    override fun spoken(state: StatusState): List<String> {
        state.asksWithdraw?.let { return listOf(it.title) + sentences(it.help) }
        val view = state.view ?: return emptyList()
        val office = listOfNotNull(view.reply?.reveal()) + view.corrections.flatMap { listOf(it.title, it.words.reveal()) }
        val about = listOfNotNull(view.cover, view.bill?.words, view.next, view.problem?.words, view.missingWords)
        return listOf(view.words, view.purposeWords).filter { it.isNotEmpty() } + about + office +
            view.path.map { it.words } + state.notices.take(NOTICES).flatMap { sentences(it.words) }
    }

    override fun draw(state: StatusState) {
        state.open?.let {
            status.shown()
            host.go(Route.Form(it))
            return
        }
        state.receipt?.let {
            status.shown()
            host.share(it)
            return
        }
        bar()
        state.asksWithdraw?.let { return drawWithdraw(it) }
        drawTrouble(state.trouble) { status.tryAgain() }
        val view = state.view ?: return waiting(state.trouble)
        val body = scaffold.body
        // What is to be mended comes before the picture.
        state.cover?.takeIf { view.corrections.isEmpty() && view.isMembership }?.let { body.put(umbrella(it), R.dimen.space_s) }
        body.put(context.title(view.cover ?: begun(view.words)))
        if (view.cover != null) body.put(context.help(begun(view.words)))
        if (view.purposeWords.isNotEmpty()) body.put(context.help(view.purposeWords))
        view.next?.let { body.put(context.body(it)) }
        view.problem?.let { body.put(context.notice(NoticeKind.LOOK_AGAIN, it.words)) }
        view.reply?.let { body.put(context.notice(answerKind(view.state), it.reveal())) }
        view.corrections.forEach { body.put(context.notice(NoticeKind.OFFICE, "${it.title}\n${it.words.reveal()}")) }
        view.missingWords?.let { body.put(context.help(it)) }
        drawNotices(state.notices.take(NOTICES))
        drawBill(view)
        body.put(timeline(view), R.dimen.space_l)
        val card = body.put(Card(context))
        card.row(word(R.string.receipt_label), view.receipt)
        if (view.photos > 0u) card.row(word(R.string.photos_sent), word(R.string.of, view.photosSent.toInt(), view.photos.toInt()))
        if (view.bytesSent > 0u) card.row(word(R.string.data_sent), kilobytes(view.bytesSent))
        if (!view.isOver) body.put(context.small(word(R.string.may_close)))
        drawOthers(view)
        if (scaffold.foot.childCount == 0) drawFoot(view)
    }

    private fun drawBill(view: RegistrationView) {
        val bill = view.bill ?: return
        val card = scaffold.body.put(Card(context), R.dimen.space_l)
        card.row(bill.words, icon = R.drawable.icon_money) { host.go(Route.Bill(bill.bill)) }
    }

    /** What was, and what comes: paying, and being protected. */
    private fun timeline(view: RegistrationView) =
        Timeline(context).apply {
            view.timeline.forEachIndexed { index, line ->
                val last = index == view.timeline.lastIndex
                val now = last && !view.isOver && view.path.none { it.place != PathPlace.AHEAD }
                step(
                    if (now) Moment.NOW else Moment.DONE,
                    begun(line.words),
                    line.atWords,
                    first = index == 0,
                    last = last && view.path.isEmpty(),
                )
            }
            view.path.forEachIndexed { index, step ->
                val place =
                    when (step.place) {
                        PathPlace.AHEAD -> Moment.LATER
                        PathPlace.NOW -> Moment.NOW
                        PathPlace.DONE -> Moment.DONE
                    }
                step(place, begun(step.words), last = index == view.path.lastIndex)
            }
        }

    /** In the core's order: what leads to other screens in a card, what is done at once below it. */
    private fun drawOthers(view: RegistrationView) {
        val ways = Card(context)
        view.others.forEach { drawWay(ways, it) }
        if (ways.childCount > 0) scaffold.body.put(ways, R.dimen.space_l)
        view.others.forEach(::drawDeed)
    }

    private fun drawWay(
        ways: Card,
        way: RegistrationAction,
    ) {
        val id = status.registration
        val (route, label, icon) =
            when (way) {
                RegistrationAction.SHOW_COVER -> Triple(Route.Cover(id), R.string.cover, R.drawable.icon_state_protected)
                RegistrationAction.SHOW_RECEIPTS -> Triple(Route.Receipts(id), R.string.receipts, R.drawable.icon_state_paid)
                RegistrationAction.SHOW_REQUESTS -> Triple(Route.Requests(id), R.string.requests, R.drawable.icon_email)
                RegistrationAction.SHOW_PAYERS -> Triple(Route.Payers(id), R.string.payers, R.drawable.icon_people)
                RegistrationAction.SHOW_RECOVERY_CODE -> Triple(Route.RecoveryCode(id), R.string.recovery, R.drawable.icon_unlock)
                else -> return
            }
        val about = if (way == RegistrationAction.SHOW_RECOVERY_CODE) word(R.string.recovery_about) else ""
        ways.way(route, word(label), about, icon)
    }

    private fun drawDeed(deed: RegistrationAction) {
        val (label, press) =
            when (deed) {
                RegistrationAction.SHARE_RECEIPT -> R.string.receipt_share to { status.receipt() }
                RegistrationAction.COMPLETE -> R.string.complete to { status.complete() }
                RegistrationAction.WITHDRAW -> R.string.withdraw to { status.askWithdraw() }
                else -> return
            }
        scaffold.body.put(context.plainButton(word(label), press), R.dimen.space_xs)
    }

    private fun drawFoot(view: RegistrationView) {
        val foot = scaffold.foot
        val cover = Route.Cover(status.registration)
        val (label, press) =
            when (val step = view.step) {
                RegistrationStep.Correct -> {
                    R.string.correct to { status.correct() }
                }

                RegistrationStep.SendNow -> {
                    R.string.send_now to {
                        status.sendNow()
                        host.sync()
                    }
                }

                RegistrationStep.Sync -> {
                    R.string.send_try to { host.sync() }
                }

                is RegistrationStep.Pay -> {
                    R.string.pay to { host.go(Route.Bill(step.bill)) }
                }

                RegistrationStep.ShowCover -> {
                    R.string.cover to { host.go(cover) }
                }

                is RegistrationStep.ShowPayers -> {
                    R.string.payers to { host.go(Route.Payers(step.registration)) }
                }

                RegistrationStep.GoHome -> {
                    R.string.home to { host.goFromHome(Route.Home) }
                }
            }
        foot.put(context.primaryButton(word(label), press))
        // It is changed again before it goes, so it stands beside the button that sends it.
        if (RegistrationAction.TAKE_BACK in view.others) {
            foot.put(context.secondaryButton(word(R.string.take_back)) { status.takeBack() }, R.dimen.space_s)
        }
    }

    private fun drawWithdraw(ask: AskView) {
        scaffold.body.put(context.title(ask.title))
        scaffold.body.put(context.body(ask.help))
        scaffold.foot.put(context.primaryButton(ask.no) { status.keep() })
        scaffold.foot.put(
            context.secondaryButton(ask.yes) {
                status.withdraw()
                host.sync()
            },
            R.dimen.space_s,
        )
    }

    private companion object {
        /** So many of the office's words stand here; all of them stand beside the receipts. */
        const val NOTICES = 2
    }

    override fun back(): Boolean {
        if (status.state.asksWithdraw == null) return false
        status.keep()
        return true
    }
}
