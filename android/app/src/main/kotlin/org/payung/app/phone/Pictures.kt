package org.payung.app.phone

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.ClipData
import android.content.Intent
import android.graphics.Bitmap
import android.net.Uri
import android.provider.MediaStore
import org.payung.app.PayungApp
import org.payung.app.core.Session
import org.payung.app.screen.SharedPicture
import org.payung.app.screen.SharedPlaces
import org.payung.core.PayungException

/**
 * Pictures from the phone's camera app and from wherever pictures are kept. The app itself may not use the camera, and asks for no
 * permission: with that permission in its manifest Android would refuse the camera app's help until it is granted.
 */
class Pictures(
    private val activity: Activity,
    private val shared: SharedPicture,
) {
    private val app get() = activity.application as PayungApp

    /** Opens the camera app. [none] is called when there is none, or it may not be opened. */
    fun photograph(
        request: Int,
        none: () -> Unit,
    ) {
        app.core.ask({ CaptureProvider.prepare(app) }) { result ->
            if (result.isFailure) return@ask none()
            val uri = CaptureProvider.uri(app)
            val take = Intent(MediaStore.ACTION_IMAGE_CAPTURE).putExtra(MediaStore.EXTRA_OUTPUT, uri)
            take.clipData = ClipData.newRawUri(null, uri)
            take.addFlags(Intent.FLAG_GRANT_WRITE_URI_PERMISSION or Intent.FLAG_GRANT_READ_URI_PERMISSION)
            try {
                activity.startActivityForResult(take, request)
            } catch (_: ActivityNotFoundException) {
                none()
            } catch (_: SecurityException) {
                none()
            }
        }
    }

    /** The camera app came back. */
    fun taken(
        taken: Boolean,
        picture: (String?) -> Unit,
        cancelled: () -> Unit,
        none: () -> Unit,
    ) {
        if (!taken) {
            sweep()
            return cancelled()
        }
        app.core.ask({ CaptureProvider.take(app, drafts.captureFolder()) }) { result ->
            val path = result.getOrNull()
            if (path == null) none() else picture(path)
        }
    }

    /** Somebody picked a picture. What it says about itself is not believed: the core looks at its bytes. */
    fun picked(
        from: Uri?,
        picked: Boolean,
        picture: (String?) -> Unit,
        none: () -> Unit,
    ) {
        if (!picked) return
        if (from == null || !ShareActivity.isForeign(from)) return none()
        app.core.wait({ CaptureProvider.take(CaptureProvider.copy(app, from), drafts.captureFolder()) }) { result ->
            val path = result.getOrNull()
            if (path == null) none() else picture(path)
        }
    }

    /**
     * A shared picture lies ready: what can be seen of it, and where it can go; no places while the key is locked. Nothing happens
     * when none does, whatever an intent said.
     */
    fun arrived(seen: (Bitmap?, SharedPlaces) -> Unit) =
        app.core.ask({ if (shared.isThere()) shared.preview() to places() else null }) { result ->
            result.getOrNull()?.let { (preview, places) -> seen(preview, places) }
        }

    private fun Session.places(): SharedPlaces =
        try {
            SharedPlaces.of(this)
        } catch (_: PayungException) {
            SharedPlaces()
        }

    /** Removes what a camera left, once nobody waits for it. */
    fun sweep(longerMillis: Long = 0) = app.core.ask({ CaptureProvider.sweep(app, longerMillis) }) {}
}

/** The shared picture of this app. It outlives the activity that it was shared with. */
class AppShared(
    private val app: PayungApp,
) : SharedPicture {
    override fun isThere() = CaptureProvider.hasShared(app)

    override fun preview() = CaptureProvider.previewShared(app)

    override fun take(folder: String) = CaptureProvider.takeShared(app, folder)

    override fun drop() = app.core.ask({ CaptureProvider.dropShared(app) }) {}
}
