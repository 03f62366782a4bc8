package org.payung.app.phone

import android.app.Activity
import android.content.ContentResolver
import android.content.Intent
import android.net.Uri
import android.os.BadParcelableException
import android.os.Bundle
import android.os.Parcelable
import org.payung.app.MainActivity
import org.payung.app.PayungApp

/**
 * Takes a picture that another app shares, and draws nothing. The picture is copied while this app may read it, and what the other
 * app says about it is not believed. The main activity then offers it to the photo question that is open; only a person takes it.
 */
class ShareActivity : Activity() {
    private var stopCopying: (() -> Unit)? = null

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        val from = shared(intent)
        val app = application as PayungApp
        if (from == null) return pass(arrived = false)
        stopCopying =
            app.core.wait({ CaptureProvider.keepShared(app, CaptureProvider.copy(app, from)) }) {
                if (!isDestroyed) pass(arrived = it.isSuccess)
            }
    }

    /** Somebody went back, or the phone was turned, which copies anew. */
    override fun onDestroy() {
        super.onDestroy()
        stopCopying?.invoke()
    }

    private fun pass(arrived: Boolean) {
        val open =
            Intent(this, MainActivity::class.java)
                .setAction(if (arrived) ARRIVED else FAILED)
                .addFlags(Intent.FLAG_ACTIVITY_NEW_TASK or Intent.FLAG_ACTIVITY_CLEAR_TOP or Intent.FLAG_ACTIVITY_SINGLE_TOP)
        startActivity(open)
        finish()
    }

    companion object {
        /** A shared picture lies ready. */
        const val ARRIVED = "org.payung.app.SHARED"

        /** Something was shared that is no picture of another app. */
        const val FAILED = "org.payung.app.SHARED_NOTHING"

        val ACTIONS = setOf(ARRIVED, FAILED)

        /** The picture that an intent shares; none for one of our own files, for a path and for anything else. */
        fun shared(intent: Intent?): Uri? {
            if (intent?.action != Intent.ACTION_SEND) return null
            val stream =
                try {
                    // Asked for without a class: before Android 13 another class would stop the app where it is used.
                    @Suppress("DEPRECATION")
                    intent.getParcelableExtra<Parcelable>(Intent.EXTRA_STREAM) as? Uri
                } catch (_: BadParcelableException) {
                    // Of a class that only the other app has.
                    null
                }
            return stream?.takeIf { isForeign(it) }
        }

        /** A picture is read from another app only: our own provider would hand out our own files. */
        fun isForeign(from: Uri): Boolean =
            from.scheme == ContentResolver.SCHEME_CONTENT && owner(from)?.startsWith("org.payung.app") == false

        /** Before an "@" an address may name a user of the phone, who may be the one whose app this is. */
        private fun owner(from: Uri) = from.authority?.substringAfterLast('@')
    }
}
