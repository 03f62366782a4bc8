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
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.core.AboutView

/** What of me is stored where. */
data class MyDataState(
    val about: AboutView? = null,
    val drafts: Int = 0,
    val registrations: Int = 0,
    val bytesSent: ULong = 0u,
    val asksWipe: Boolean = false,
    val wiped: Boolean = false,
    val trouble: Trouble? = null,
)

/** Counts what is here and deletes it when asked. */
class MyDataModel(
    core: Calls,
    private val afterWipe: () -> Unit,
) : Model<MyDataState>(core, MyDataState()) {
    override fun start() {
        if (state.wiped) return
        core.ask({ counted() }) { result ->
            result
                .onSuccess { counted ->
                    set(
                        counted.copy(
                            // The phone was turned while this was asked.
                            asksWipe = state.asksWipe,
                        ),
                    )
                }.onFailure { set(state.copy(trouble = troubleOf(it))) }
        }
    }

    /** All pages of both lists: what a phone has sent is said of all registrations, or not at all. */
    private fun Session.counted(): MyDataState {
        var here = 0
        do {
            val page = drafts.page(here.toUInt())
            here += page.drafts.size
        } while (page.more && page.drafts.isNotEmpty())
        var sent = 0
        var bytes = 0uL
        var last: String? = null
        do {
            val page = registrations.page(last)
            sent += page.registrations.size
            bytes += page.registrations.fold(0uL) { sum, one -> sum + one.bytesSent }
            last = page.registrations.lastOrNull()?.registration
        } while (page.more && last != null)
        return MyDataState(payung.about(), here, sent, bytes)
    }

    /** Asked for first; [wipe] does it. */
    fun askWipe(asks: Boolean) = set(state.copy(asksWipe = asks))

    fun wipe() {
        unsay()
        core.ask({ payung.wipe() }) { result ->
            result
                .onSuccess {
                    set(MyDataState(wiped = true))
                    afterWipe()
                }.onFailure { error ->
                    set(state.copy(asksWipe = false))
                    refused(error) { set(state.copy(trouble = it)) }
                }
        }
    }

    fun tryAgain() = start()

    override fun save() = ArrayList(listOf(ASKS).filter { state.asksWipe } + listOf(WIPED).filter { state.wiped })

    override fun restore(saved: ArrayList<String>) = set(state.copy(asksWipe = ASKS in saved, wiped = WIPED in saved))

    private companion object {
        const val ASKS = "asks"
        const val WIPED = "wiped"
    }
}

/** Draws [MyDataModel]. */
class MyDataScreen(
    host: Host,
    private val data: MyDataModel,
) : Screen<MyDataState>(host, data) {
    override val route = Route.MyData

    override fun spoken(state: MyDataState): List<String> =
        when {
            state.wiped -> {
                listOf(word(R.string.wiped))
            }

            state.asksWipe -> {
                listOf(word(R.string.wipe_ask)) + sentences(word(R.string.wipe_means))
            }

            else -> {
                listOf(word(R.string.my_data)) + sentences(word(R.string.data_here)) + sentences(word(R.string.photo_copy)) +
                    sentences(word(R.string.data_office, receiver(state)))
            }
        }

    override fun draw(state: MyDataState) {
        bar(back = if (state.wiped) null else ({ host.back() }))
        if (state.wiped) return drawWiped()
        if (state.asksWipe) return drawWipe()
        val body = scaffold.body
        body.put(context.title(word(R.string.my_data)))
        drawTrouble(state.trouble) { data.tryAgain() }
        body.put(context.body(word(R.string.data_here)))
        body.put(context.help(word(R.string.photo_copy)), R.dimen.space_xs)
        val card = body.put(Card(context))
        card.row(word(R.string.home_drafts), "${state.drafts}", icon = R.drawable.icon_document)
        card.row(word(R.string.home_registrations), "${state.registrations}", icon = R.drawable.icon_save)
        card.row(word(R.string.data_sent), kilobytes(state.bytesSent), icon = R.drawable.icon_share)
        body.put(context.body(word(R.string.data_office, receiver(state))), R.dimen.space_l)
        state.about?.let { about ->
            val office = body.put(Card(context))
            if (about.address.isNotEmpty()) office.row(word(R.string.address), second = about.address, icon = R.drawable.icon_place)
            if (about.contact.isNotEmpty()) office.row(word(R.string.contact), second = about.contact, icon = R.drawable.icon_call)
        }
        val lost = body.put(Card(context), R.dimen.space_l)
        lost.way(Route.Recovery, word(R.string.recovery), word(R.string.recovery_about), R.drawable.icon_unlock)
        body.put(context.help(word(R.string.data_rights)), R.dimen.space_l)
        body.put(context.plainButton(word(R.string.wipe)) { data.askWipe(true) })
        if (state.trouble == null) scaffold.foot.put(context.primaryButton(word(R.string.people)) { host.go(Route.People) })
    }

    private fun receiver(state: MyDataState) = state.about?.receiver.orEmpty()

    private fun drawWipe() {
        scaffold.body.put(context.title(word(R.string.wipe_ask)))
        scaffold.body.put(context.notice(NoticeKind.LOOK_AGAIN, word(R.string.wipe_means)))
        scaffold.foot.put(context.primaryButton(word(R.string.keep)) { data.askWipe(false) })
        scaffold.foot.put(context.secondaryButton(word(R.string.wipe)) { data.wipe() }, R.dimen.space_s)
    }

    private fun drawWiped() {
        scaffold.body.put(context.title(word(R.string.wiped)))
        scaffold.foot.put(context.primaryButton(word(R.string.home)) { host.goFromHome(Route.Home) })
    }

    override fun back(): Boolean {
        if (!data.state.asksWipe) return false
        data.askWipe(false)
        return true
    }
}
