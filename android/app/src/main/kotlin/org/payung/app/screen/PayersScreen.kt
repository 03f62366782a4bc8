package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.look.Card
import org.payung.app.look.NoticeKind
import org.payung.app.look.amount
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.core.ArrangementView
import org.payung.core.BillPhase
import org.payung.core.BillView
import org.payung.core.PayCodeView
import org.payung.core.PayersStep
import org.payung.core.PayersView

/** Draws [PayersModel]: my dues first, then those that I pay. */
class PayersScreen(
    host: Host,
    private val payers: PayersModel,
) : Screen<PayersState>(host, payers) {
    override val route = Route.Payers(payers.registration)

    override fun spoken(state: PayersState): List<String> {
        val view = state.view ?: return emptyList()
        state.ends?.let { return listOf(askOf(it)) + sentences(meansOf(it)) }
        val mine = if (view.needNotPay) sentences(word(R.string.payers_need_not)) else emptyList()
        // Whoever hears the code may use it, so it is not read aloud.
        val said = (view.payers + view.members).map { it.words }
        val code = view.code?.let { listOf(word(R.string.payers_code)) + sentences(until(it)) }.orEmpty()
        val bills = view.bills.filter { it.phase == BillPhase.OPEN }.flatMap { sentences(it.spoken) }
        val help = if (said.isEmpty() && code.isEmpty()) sentences(word(R.string.payers_help)) else emptyList()
        val asked = view.requests.flatMap { listOf(it.title, it.words) + listOfNotNull(it.answer?.reveal()) }
        return listOf(word(R.string.payers)) + help + said + mine + code + bills + asked
    }

    override fun draw(state: PayersState) {
        state.begun?.let {
            payers.shown()
            host.go(it)
            return
        }
        bar()
        state.ends?.let { return drawAsk(it) }
        val body = scaffold.body
        body.put(context.title(word(R.string.payers)))
        drawTrouble(state.trouble) { payers.tryAgain() }
        val view = state.view ?: return waiting(state.trouble)
        val isNothing = view.code == null && view.payers.isEmpty() && view.members.isEmpty()
        if (isNothing && view.canBePaidFor) body.put(context.help(word(R.string.payers_help)))
        drawMine(view)
        drawForOthers(view)
        drawAsked(view)
        if (!view.canRequest) body.put(context.notice(NoticeKind.LOOK_AGAIN, word(R.string.payers_not_yet)))
        if (scaffold.foot.childCount == 0) drawFoot(view)
    }

    private fun drawMine(view: PayersView) {
        val body = scaffold.body
        if (view.payers.isNotEmpty()) {
            body.put(context.heading(word(R.string.payers_mine)), R.dimen.space_l)
            drawArrangements(view.payers, R.drawable.icon_payer_household)
            if (view.needNotPay) body.put(context.notice(NoticeKind.CERTAIN, word(R.string.payers_need_not)))
            if (view.canRequest) body.put(context.plainButton(word(R.string.payers_stop_me)) { payers.askEnd(Ending.Payer) })
        }
        val code = view.code ?: return
        body.put(context.heading(word(R.string.payers_code)), R.dimen.space_l)
        val shown = code.code.reveal()
        val letters = body.put(context.amount(shown), R.dimen.space_xs)
        letters.setTextIsSelectable(true)
        // Letter by letter, as it is told to somebody on the telephone.
        letters.contentDescription = shown.toList().joinToString(" ")
        body.put(context.help(until(code)), R.dimen.space_xs)
        body.put(context.secondaryButton(word(R.string.payers_copy)) { host.copy(shown, secret = true) })
        body.put(context.plainButton(word(R.string.payers_take_back)) { payers.askEnd(Ending.Code) }, R.dimen.space_xs)
    }

    private fun drawForOthers(view: PayersView) {
        if (view.members.isEmpty() && view.bills.isEmpty()) return
        val body = scaffold.body
        body.put(context.heading(word(R.string.payers_for)), R.dimen.space_l)
        drawArrangements(view.members, R.drawable.icon_person)
        if (view.bills.isNotEmpty()) {
            val card = body.put(Card(context), R.dimen.space_s)
            view.bills.forEach { drawBill(card, it) }
        }
        if (!view.canRequest) return
        for (member in view.members) {
            val stop = context.plainButton(word(R.string.payers_stop, member.name)) { payers.askEnd(Ending.Member(member)) }
            body.put(stop, R.dimen.space_xs)
        }
    }

    private fun drawArrangements(
        arrangements: List<ArrangementView>,
        icon: Int,
    ) {
        if (arrangements.isEmpty()) return
        val card = scaffold.body.put(Card(context), R.dimen.space_s)
        for (it in arrangements) {
            val since = word(R.string.payers_from, it.fromWords)
            card.row(it.words, second = since, icon = icon)
        }
    }

    /** Each month with the name as the office masks it and what it costs. */
    private fun drawBill(
        card: Card,
        bill: BillView,
    ) {
        val lines = bill.lines.filter { it.member != null }.joinToString("\n") { it.words }
        val icon = if (bill.phase == BillPhase.PAID) R.drawable.icon_state_paid else R.drawable.icon_money
        card.row(lines, second = bill.until, icon = icon) { host.go(Route.Bill(bill.id)) }
    }

    private fun drawAsked(view: PayersView) {
        if (view.requests.isEmpty()) return
        scaffold.body.put(context.heading(word(R.string.payers_asked)), R.dimen.space_l)
        val card = scaffold.body.put(Card(context), R.dimen.space_s)
        for (request in view.requests) {
            val second = listOfNotNull(begun(request.words), request.answerUntil, request.answer?.reveal())
            card.row(request.title, second = second.joinToString("\n"), icon = stateIcon(request.state)) {
                host.go(Route.Status(request.id))
            }
        }
    }

    /** At the bottom what somebody came for: giving the code away, paying, or beginning one of both. What else there is stands above. */
    private fun drawFoot(view: PayersView) {
        val foot = scaffold.foot
        val code = view.code
        when (val step = view.step) {
            PayersStep.ShareCode -> {
                foot.put(context.primaryButton(word(R.string.payers_send)) { code?.let { host.share(it.message.reveal()) } })
            }

            is PayersStep.Pay -> {
                foot.put(context.primaryButton(word(R.string.pay)) { host.go(Route.Bill(step.bill)) })
            }

            PayersStep.Begin -> {
                return drawBeginning(view)
            }

            PayersStep.Done -> {
                foot.put(context.primaryButton(word(R.string.done)) { host.back() })
            }
        }
        if (!view.canRequest) return
        val add = context.plainButton(word(if (view.members.isEmpty()) R.string.payers_add else R.string.payers_more), ::add)
        scaffold.body.put(add, R.dimen.space_xs)
        if (code != null || view.payers.isNotEmpty() || !view.canBePaidFor) return
        scaffold.body.put(context.plainButton(word(R.string.payers_ask)) { payers.makeCode() }, R.dimen.space_xs)
    }

    private fun drawBeginning(view: PayersView) {
        scaffold.foot.put(context.primaryButton(word(R.string.payers_add), ::add))
        // Whoever only pays has no dues of their own.
        if (view.canBePaidFor) scaffold.foot.put(context.secondaryButton(word(R.string.payers_ask)) { payers.makeCode() }, R.dimen.space_s)
    }

    private fun add() = host.go(Route.PayFor(payers.registration))

    private fun drawAsk(ending: Ending) {
        scaffold.body.put(context.title(askOf(ending)))
        scaffold.body.put(context.body(meansOf(ending)))
        scaffold.foot.put(context.primaryButton(word(R.string.payers_leave)) { payers.askEnd(null) })
        val stop = {
            payers.end()
            host.sync()
        }
        scaffold.foot.put(context.secondaryButton(labelOf(ending), stop), R.dimen.space_s)
    }

    override fun back(): Boolean {
        if (payers.state.ends == null) return false
        payers.askEnd(null)
        return true
    }

    private fun until(code: PayCodeView) = word(R.string.payers_code_until, code.lastDayWords)

    private fun labelOf(ending: Ending) =
        when (ending) {
            Ending.Code -> word(R.string.payers_take_back)
            Ending.Payer -> word(R.string.payers_stop_me)
            is Ending.Member -> word(R.string.payers_stop, ending.arrangement.name)
        }

    private fun askOf(ending: Ending) = labelOf(ending) + "?"

    private fun meansOf(ending: Ending) =
        when (ending) {
            Ending.Code -> word(R.string.payers_take_back_means)
            Ending.Payer -> word(R.string.payers_stop_me_means)
            is Ending.Member -> word(R.string.payers_stop_means)
        }
}
