package org.payung.app

import android.content.Intent
import android.net.Uri
import org.junit.Assert.assertTrue
import org.payung.app.phone.ShareActivity
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import java.io.File

/** Another app on the same phone, which shares a picture. */
object Sharing {
    /** Another app shares what lies at that address. The main activity is told as the system would tell it. */
    fun share(
        rig: Rig,
        uri: Uri?,
    ): String? {
        val intent = Intent(Intent.ACTION_SEND).setType("image/jpeg")
        uri?.let { intent.putExtra(Intent.EXTRA_STREAM, it) }
        val sharing = Robolectric.buildActivity(ShareActivity::class.java, intent).setup()
        rig.settle()
        assertTrue(sharing.get().isFinishing)
        val open = shadowOf(sharing.get()).nextStartedActivity
        rig.activity.onNewIntent(open)
        rig.settle()
        return open.action
    }

    /** It shares this picture. */
    fun offer(
        rig: Rig,
        picture: File,
    ): String? {
        val uri = Uri.parse("content://contoh.galeri/${picture.name}")
        shadowOf(rig.app.contentResolver).registerInputStream(uri, picture.inputStream())
        return share(rig, uri)
    }
}
