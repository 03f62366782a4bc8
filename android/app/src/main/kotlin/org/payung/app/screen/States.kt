package org.payung.app.screen

import android.content.res.Configuration
import android.os.Build
import org.payung.app.R
import org.payung.app.look.NoticeKind
import org.payung.core.RegistrationState
import java.util.Locale

/** The picture of a state. The word beside it says the same. */
fun stateIcon(state: RegistrationState): Int =
    when (state) {
        RegistrationState.DRAFT, RegistrationState.READY -> R.drawable.icon_state_saved
        RegistrationState.SENDING -> R.drawable.icon_state_sending
        RegistrationState.RECEIVED -> R.drawable.icon_state_received
        RegistrationState.ACCEPTED -> R.drawable.icon_state_accepted
        RegistrationState.NEEDS_CORRECTION -> R.drawable.icon_state_correction
        RegistrationState.REFUSED -> R.drawable.icon_state_refused
        RegistrationState.WITHDRAWN -> R.drawable.icon_state_withdrawn
        RegistrationState.PARKED -> R.drawable.icon_state_waiting
        RegistrationState.ERASED -> R.drawable.icon_state_erased
    }

/** How the office's answer is drawn: what it gave is no warning. */
fun answerKind(state: RegistrationState): NoticeKind = if (state == RegistrationState.ACCEPTED) NoticeKind.CERTAIN else NoticeKind.OFFICE

/** A state's word where it stands alone, as a sentence begins. */
fun begun(words: String): String = words.replaceFirstChar { it.titlecase() }

/** "118 kB": of 1000 bytes, rounded up. */
fun kilobytes(bytes: ULong): String = "${(bytes + 999u) / 1000u} kB"

/** The language that texts are in. */
fun Configuration.locales(): Locale =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.N) {
        locales[0]
    } else {
        @Suppress("DEPRECATION")
        locale
    }
