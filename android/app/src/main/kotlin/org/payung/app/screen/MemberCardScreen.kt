package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.CodePicture
import org.payung.app.look.NoticeKind
import org.payung.app.look.body
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.app.phone.Parcel
import org.payung.app.phone.ShareProvider
import org.payung.core.CardSign
import org.payung.core.CardView
import org.payung.core.Change

/** The digital card of a member, as far as there is one to show. */
data class MemberCardState(
    val card: CardView? = null,
    val out: Out? = null,
    val trouble: Trouble? = null,
)

/** Asked for anew whenever the screen comes to the front: a card ends with its day. */
class MemberCardModel(
    core: Calls,
    val registration: String,
) : Model<MemberCardState>(core, MemberCardState()) {
    override fun start() = load(null)

    override fun changed(change: Change) = start()

    /** The picture of the code, to the gallery or to somebody; with the code's letters for who has no camera. */
    fun give(save: Boolean) {
        unsay()
        val text = if (save) "" else state.card?.text.orEmpty()
        core.ask({ Parcel(ShareProvider.CARD, cover.cardPng(registration), text) }) { result ->
            result.onSuccess { set(state.copy(out = Out(it, save))) }.onFailure { error ->
                refused(error) { set(state.copy(trouble = it)) }
            }
        }
    }

    fun shown() = set(state.copy(out = null))

    fun tryAgain() = load { payung.unlock() }

    private fun load(first: (Session.() -> Any?)?) =
        ask(first, { cover.card(registration) }) { result ->
            result
                .onSuccess { set(state.copy(card = it, trouble = null)) }
                .onFailure { set(state.copy(trouble = troubleOf(it))) }
        }
}

/** Draws [MemberCardModel]: the code, until when it is good, who can check it, and what it is not. */
class MemberCardScreen(
    host: Host,
    private val member: MemberCardModel,
) : Screen<MemberCardState>(host, member) {
    override val route = Route.MemberCard(member.registration)

    /** Another phone's camera reads it. */
    override fun isBright(state: MemberCardState) = state.card?.code != null

    override fun spoken(state: MemberCardState): List<String> {
        val card = state.card ?: return emptyList()
        return listOf(card.title) + card.lines.flatMap(::sentences) + sentences(word(R.string.card_not))
    }

    override fun draw(state: MemberCardState) {
        state.out?.let {
            member.shown()
            if (it.save) host.save(it.parcel) else host.send(it.parcel)
            return
        }
        bar()
        drawTrouble(state.trouble) { member.tryAgain() }
        val card = state.card ?: return waiting(state.trouble)
        val body = scaffold.body
        body.put(context.title(card.title))
        card.code?.let { body.put(CodePicture(context, modules(it), word(R.string.card_code)), R.dimen.space_l) }
        when (card.sign) {
            CardSign.CERTAIN -> {
                body.put(context.notice(NoticeKind.CERTAIN, card.lines.first()))
                val more = body.put(Card(context))
                card.lines.drop(1).forEach { more.row(it) }
            }

            CardSign.PLAIN -> {
                card.lines.forEach { body.put(context.body(it)) }
            }

            CardSign.LOOK_AGAIN -> {
                body.put(context.notice(NoticeKind.LOOK_AGAIN, card.lines.first()))
                card.lines.drop(1).forEach { body.put(context.body(it)) }
            }
        }
        body.put(context.help(word(R.string.card_not)))
        if (scaffold.foot.childCount == 0) drawFoot(card)
    }

    private fun drawFoot(card: CardView) {
        val foot = scaffold.foot
        if (card.code == null) {
            foot.put(context.primaryButton(word(R.string.look_again)) { host.sync() })
            return
        }
        foot.put(context.primaryButton(word(R.string.save_picture)) { member.give(save = true) })
        foot.put(context.secondaryButton(word(R.string.send_picture)) { member.give(save = false) }, R.dimen.space_s)
    }
}
