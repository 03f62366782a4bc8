package org.payung.app.phone

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.ClipData
import android.content.ClipboardManager
import android.content.ContentResolver
import android.content.ContentValues
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.os.PersistableBundle
import android.provider.DocumentsContract
import android.provider.MediaStore
import android.provider.OpenableColumns
import android.text.format.DateFormat
import org.payung.app.PayungApp
import org.payung.app.R
import java.io.IOException

/** Something that leaves this app because somebody said so. */
class Parcel(
    /** One of [ShareProvider]'s names. */
    val name: String,
    val bytes: ByteArray,
    /** Beside the file; may be empty. */
    val text: String = "",
)

/** Hands things to other apps: a picture to the gallery, a text or a file to whom somebody chooses, a link to the app it is of. */
class Outside(
    private val activity: Activity,
    private val said: (Int) -> Unit,
) {
    private val app get() = activity.application as PayungApp

    /** A text that is [secret] is in no preview of the clipboard. */
    fun copy(
        text: String,
        secret: Boolean,
    ) {
        val board = activity.getSystemService(ClipboardManager::class.java)
        val clip = ClipData.newPlainText(activity.getString(R.string.app_name), text)
        // The name is of Android 13; some keyboards of older phones keep to it too.
        if (secret && Build.VERSION.SDK_INT >= Build.VERSION_CODES.N) {
            clip.description.extras = PersistableBundle().apply { putBoolean("android.content.extra.IS_SENSITIVE", true) }
        }
        board.setPrimaryClip(clip)
        // Newer phones say it themselves.
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) said(R.string.copied)
    }

    /**
     * What was copied last, as text; empty when nothing was. The phone says that it was read. A file of another app is no text: that app
     * would be asked for it while the screen waits.
     */
    fun pasted(): String {
        val clip = activity.getSystemService(ClipboardManager::class.java).primaryClip
        val item = clip?.takeIf { it.itemCount > 0 }?.getItemAt(0) ?: return ""
        val link = item.uri?.takeIf { it.scheme != ContentResolver.SCHEME_CONTENT }
        return (item.text ?: link)?.toString().orEmpty()
    }

    /** To whom, somebody chooses. */
    fun send(parcel: Parcel) =
        app.core.ask({ ShareProvider.keep(app, parcel.name, parcel.bytes) }) { result ->
            val uri = result.getOrNull() ?: return@ask said(R.string.not_saved)
            val send = Intent(Intent.ACTION_SEND).setType(ShareProvider.type(parcel.name)).putExtra(Intent.EXTRA_STREAM, uri)
            if (parcel.text.isNotEmpty()) send.putExtra(Intent.EXTRA_TEXT, parcel.text)
            send.clipData = ClipData.newRawUri(null, uri)
            send.addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
            start { activity.startActivity(Intent.createChooser(send, null)) }
        }

    /**
     * Keeps a picture where the gallery shows it. From Android 10 on an app may add its own pictures without any permission; before
     * that somebody chooses the place, which needs none either.
     */
    fun save(
        parcel: Parcel,
        request: Int,
    ) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.Q) {
            app.unsaved = parcel
            val create =
                Intent(Intent.ACTION_CREATE_DOCUMENT)
                    .addCategory(Intent.CATEGORY_OPENABLE)
                    .setType(ShareProvider.type(parcel.name))
                    .putExtra(Intent.EXTRA_TITLE, parcel.name)
            return start { activity.startActivityForResult(create, request) }
        }
        app.core.wait({ Elsewhere<Unit>({ addToGallery(parcel) }).result() }, ::tell)
    }

    /** Somebody chose a place, or none. */
    fun chosen(place: Uri?) {
        val parcel = app.unsaved
        app.unsaved = null
        if (place == null) return
        app.core.wait({ Elsewhere<Unit>({ if (parcel == null) lose(place) else write(place, parcel) }).result() }, ::tell)
    }

    private fun tell(result: Result<Unit>) = said(if (result.isSuccess) R.string.saved else R.string.not_saved)

    /** The process ended while somebody chose, and the picture with it. What they chose is an empty file then, which nobody needs. */
    private fun lose(place: Uri): Nothing {
        val resolver = app.contentResolver
        val found = resolver.query(place, arrayOf(OpenableColumns.SIZE), null, null, null)
        val size = found?.use { if (it.moveToFirst()) it.getLong(0) else null }
        // Another one may have been chosen, to be written over.
        if (size == 0L) DocumentsContract.deleteDocument(resolver, place)
        throw IOException("there is nothing to save any more")
    }

    private fun addToGallery(parcel: Parcel) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.Q) return
        val values =
            ContentValues().apply {
                put(MediaStore.MediaColumns.DISPLAY_NAME, name(parcel))
                put(MediaStore.MediaColumns.MIME_TYPE, ShareProvider.type(parcel.name))
                put(MediaStore.MediaColumns.RELATIVE_PATH, "Pictures/Payung")
                put(MediaStore.MediaColumns.IS_PENDING, 1)
            }
        val resolver = app.contentResolver
        val place =
            resolver.insert(MediaStore.Images.Media.EXTERNAL_CONTENT_URI, values) ?: throw IOException("the gallery takes no picture")
        try {
            write(place, parcel)
        } catch (error: IOException) {
            resolver.delete(place, null, null)
            throw error
        }
        resolver.update(place, ContentValues().apply { put(MediaStore.MediaColumns.IS_PENDING, 0) }, null, null)
    }

    /** A name of its own for each: a gallery counts the pictures of one name, and takes no more after some thirty of them. */
    private fun name(parcel: Parcel): String {
        val (begin, end) = parcel.name.substringBeforeLast('.') to parcel.name.substringAfterLast('.')
        return "$begin-${DateFormat.format("yyyyMMdd-HHmmss", app.clock.nowMillis())}.$end"
    }

    private fun write(
        place: Uri,
        parcel: Parcel,
    ) {
        val stream = app.contentResolver.openOutputStream(place) ?: throw IOException("nothing can be written there")
        stream.use { it.write(parcel.bytes) }
    }

    /** Opens the app that a link is of; [none] where it is not installed. A browser is not that app. */
    fun openApp(
        link: String,
        none: () -> Unit,
    ) {
        val view = Intent(Intent.ACTION_VIEW, Uri.parse(link)).addCategory(Intent.CATEGORY_BROWSABLE)
        if (view.data?.scheme != "https") return none()
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            view.addFlags(Intent.FLAG_ACTIVITY_REQUIRE_NON_BROWSER)
        } else {
            val browsers = handlers(Intent(view).setData(Uri.parse("https://contoh.invalid/")))
            val own = handlers(view).firstOrNull { it !in browsers } ?: return none()
            view.setPackage(own)
        }
        try {
            activity.startActivity(view)
        } catch (_: ActivityNotFoundException) {
            none()
        } catch (_: SecurityException) {
            none()
        }
    }

    // Asked before Android 11 only, where any app may be asked about.
    @Suppress("QueryPermissionsNeeded")
    private fun handlers(intent: Intent) = activity.packageManager.queryIntentActivities(intent, 0).map { it.activityInfo.packageName }

    private fun start(start: () -> Unit) {
        try {
            start()
        } catch (_: ActivityNotFoundException) {
            said(R.string.no_app)
        } catch (_: SecurityException) {
            said(R.string.no_app)
        }
    }
}
