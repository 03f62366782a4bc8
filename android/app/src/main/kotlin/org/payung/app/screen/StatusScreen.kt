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
        val view = state.view ?: return listOfNotNull(state.trouble?.words)
        val office = listOfNotNull(view.reply?.reveal()) + view.corrections.flatMap { listOf(it.title, it.words.reveal()) }
        val about = listOfNotNull(view.cover, view.bill?.words, view.next, view.problem?.words, view.missingWords)
        return listOf(view.words) + about + office +
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
        }
        bar()
        drawTrouble(state.trouble) { status.tryAgain() }
        val view = state.view ?: return waiting(state.trouble)
        state.asksWithdraw?.let { return drawWithdraw(it) }
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
        if (view.bytesSent > 0u) card.row(word(R.string.data_used), kilobytes(view.bytesSent))
        if (!view.isOver) body.put(context.small(word(R.string.may_close)))
        drawWays(view)
        drawFoot(view)
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

    private fun drawWays(view: RegistrationView) {
        val body = scaffold.body
        if (!view.isRequest) {
            val card = body.put(Card(context), R.dimen.space_l)
            card.row(word(R.string.receipts), icon = R.drawable.icon_state_paid) { host.go(Route.Receipts(status.registration)) }
            card.row(word(R.string.requests), icon = R.drawable.icon_email) { host.go(Route.Requests(status.registration)) }
            drawPayers(card, status.registration)
            if (view.canHaveCode) {
                val code = Route.RecoveryCode(status.registration)
                card.row(word(R.string.recovery), second = word(R.string.recovery_about), icon = R.drawable.icon_unlock) { host.go(code) }
            }
        }
        body.put(context.plainButton(word(R.string.receipt_share)) { status.receipt() })
        if (view.canComplete) body.put(context.plainButton(word(R.string.complete)) { status.complete() }, R.dimen.space_xs)
        if (view.canWithdraw) {
            body.put(context.plainButton(word(R.string.withdraw)) { status.askWithdraw() }, R.dimen.space_xs)
        }
    }

    private fun drawPayers(
        card: Card,
        registration: String,
    ) = card.row(word(R.string.payers), icon = R.drawable.icon_people) { host.go(Route.Payers(registration)) }

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
        if (view.canTakeBack) {
            foot.put(context.secondaryButton(word(R.string.take_back)) { status.takeBack() }, R.dimen.space_s)
        } else if (view.step is RegistrationStep.Pay && view.isMembership) {
            foot.put(context.secondaryButton(word(R.string.cover)) { host.go(cover) }, R.dimen.space_s)
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
