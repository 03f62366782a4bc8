package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.Column
import org.payung.app.look.NoticeKind
import org.payung.app.look.OptionRow
import org.payung.app.look.OptionText
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.app.phone.Preferences
import org.payung.core.Language

/** What can be set. */
data class SettingsState(
    val language: Language,
    val lock: Boolean,
    /** The phone has a PIN or a fingerprint. */
    val canLock: Boolean,
    /** Somebody has registered: before that there is little to hide, and a lock would only stand in the way. */
    val offersLock: Boolean,
    /** Notifications are shown, or could be. */
    val notifies: Boolean,
    /** The permission for them was asked for already: now only the phone's own settings can give it. */
    val asked: Boolean = false,
)

/** The settings of this app. Only the language is the core's business. */
class SettingsModel(
    core: Calls,
    private val preferences: Preferences,
    private val canLock: () -> Boolean,
    private val notifies: () -> Boolean,
) : Model<SettingsState>(core, read(preferences, canLock, notifies, false)) {
    override fun start() {
        refresh()
        core.ask({
            registrations
                .page(null)
                .registrations
                .isNotEmpty()
        }) { result ->
            hasRegistered = result.getOrDefault(false)
            refresh()
        }
    }

    private var hasRegistered = false

    fun speak(
        language: Language,
        done: () -> Unit,
    ) {
        preferences.language = language
        core.ask({ payung.setLanguage(language) }) { result ->
            // The shell's own words are the chosen ones all the same, and the core's with its next start.
            result.onFailure { error -> troubleOf(error).words.takeIf { it.isNotEmpty() }?.let(::tell) }
            done()
        }
    }

    fun lock(lock: Boolean) {
        preferences.lock = lock
        refresh()
    }

    private fun refresh() = set(read(preferences, canLock, notifies, hasRegistered))

    private companion object {
        fun read(
            preferences: Preferences,
            canLock: () -> Boolean,
            notifies: () -> Boolean,
            hasRegistered: Boolean,
        ) = SettingsState(
            language = preferences.language,
            lock = preferences.lock,
            canLock = canLock(),
            // Whoever has set it can take it back.
            offersLock = hasRegistered || preferences.lock,
            notifies = notifies(),
            asked = preferences.askedForNotifications,
        )
    }
}

/** Draws [SettingsModel]. */
class SettingsScreen(
    host: Host,
    private val settings: SettingsModel,
) : Screen<SettingsState>(host, settings) {
    override val route = Route.Settings

    override fun spoken(state: SettingsState) =
        listOf(word(R.string.settings), word(R.string.language), "Bahasa Indonesia", "English") +
            listOf(word(R.string.recovery_lost), word(R.string.recovery), word(R.string.recovery_about), word(R.string.notifications)) +
            sentences(word(if (state.notifies) R.string.notifications_on else R.string.notifications_off)) +
            (if (!state.notifies && state.asked) sentences(word(R.string.notifications_denied)) else emptyList())

    override fun draw(state: SettingsState) {
        bar()
        val body = scaffold.body
        body.put(context.title(word(R.string.settings)))
        drawTrouble(null) {}
        body.put(context.heading(word(R.string.language)), R.dimen.space_l)
        body.put(languages(state), R.dimen.space_s)
        if (state.offersLock) drawLock(state)
        body.put(context.heading(word(R.string.recovery_lost)), R.dimen.space_l)
        val lost = body.put(Card(context), R.dimen.space_s)
        lost.way(Route.Recovery, word(R.string.recovery), word(R.string.recovery_about), R.drawable.icon_unlock)
        body.put(context.heading(word(R.string.notifications)), R.dimen.space_l)
        body.put(context.help(word(if (state.notifies) R.string.notifications_on else R.string.notifications_off)), R.dimen.space_xs)
        if (!state.notifies) {
            if (state.asked) body.put(context.notice(NoticeKind.LOOK_AGAIN, word(R.string.notifications_denied)))
            val label = word(if (state.asked) R.string.notifications_settings else R.string.notifications_ask)
            body.put(context.secondaryButton(label) { host.askForNotifications() })
        }
        scaffold.foot.put(context.primaryButton(word(R.string.done)) { host.back() })
    }

    private fun drawLock(state: SettingsState) {
        scaffold.body.put(context.heading(word(R.string.lock)), R.dimen.space_l)
        val help = if (state.canLock) R.string.lock_help else R.string.lock_missing
        val row = OptionText(word(R.string.lock_by_phone), word(help))
        scaffold.body.put(OptionRow(context, row, state.lock, true, !state.canLock) { settings.lock(!state.lock) }, R.dimen.space_s)
    }

    private fun languages(state: SettingsState) =
        Column(context).apply {
            for ((language, name) in listOf(Language.ID to "Bahasa Indonesia", Language.EN to "English")) {
                put(
                    OptionRow(context, OptionText(name), state.language == language, false, false) {
                        settings.speak(language) { host.settingsChanged() }
                    },
                    R.dimen.space_s,
                )
            }
        }
}
