package org.payung.app

import android.app.Activity
import android.content.ContentProvider
import android.content.ContentValues
import android.content.Intent
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.Build
import android.os.Bundle
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.phone.Parcel
import org.payung.app.phone.ShareProvider
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ContentProviderController
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowToast
import java.io.ByteArrayOutputStream

/** What is saved where somebody chose, or where the gallery shows it. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class OutsideTest : OnPhone() {
    private fun saved(rig: Rig) = ShadowToast.getTextOfLatestToast() to (rig.string(R.string.saved) to rig.string(R.string.not_saved))

    @Test
    @Config(sdk = [Build.VERSION_CODES.M])
    fun `a picture is saved where somebody chose, also where the phone was turned meanwhile`() {
        val place = Uri.parse("content://contoh.dokumen/document/7")
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            rig.activity.save(Parcel(ShareProvider.CODE, byteArrayOf(1, 2, 3)))
            val asked = shadowOf(rig.activity).nextStartedActivityForResult
            assertEquals(Intent.ACTION_CREATE_DOCUMENT, asked.intent.action)
            val written = ByteArrayOutputStream()
            shadowOf(rig.app.contentResolver).registerOutputStream(place, written)
            rig.turn()
            rig.activity.onActivityResult(asked.requestCode, Activity.RESULT_OK, Intent().setData(place))
            rig.settle()
            assertEquals(listOf<Byte>(1, 2, 3), written.toByteArray().toList())
            assertEquals(saved(rig).second.first, saved(rig).first)
        }
    }

    @Test
    @Config(sdk = [Build.VERSION_CODES.M])
    fun `a picture that is lost with the process is said, and its empty file goes with it`() {
        for ((size, goes) in listOf(0L to true, 9L to false)) {
            val documents = Documents(size)
            ContentProviderController.of(documents).create("contoh.dokumen$size")
            val place = Uri.parse("content://contoh.dokumen$size/document/7")
            ShadowToast.reset()
            Rig(folder.newFolder(), null).use { rig ->
                rig.start()
                rig.activity.save(Parcel(ShareProvider.CODE, byteArrayOf(1, 2, 3)))
                val asked = shadowOf(rig.activity).nextStartedActivityForResult
                rig.die()
                rig.activity.onActivityResult(asked.requestCode, Activity.RESULT_OK, Intent().setData(place))
                rig.settle()
                assertEquals(saved(rig).second.second, saved(rig).first)
                // One that was there before stays.
                assertEquals(if (goes) listOf("android:deleteDocument") else emptyList(), documents.called)
            }
            (RuntimeEnvironment.getApplication() as PayungApp).restart()
        }
    }

    @Test
    @Config(sdk = [Build.VERSION_CODES.UPSIDE_DOWN_CAKE])
    fun `each picture in the gallery has a name of its own, since of one name it takes few`() {
        val clock = Ahead()
        Rig(folder.newFolder("rig"), clock = clock).use { rig ->
            rig.start()
            repeat(2) {
                rig.activity.save(Parcel(ShareProvider.CODE, byteArrayOf(1, 2, 3)))
                rig.settle()
                clock.millis += 1_000
            }
            val names = shadowOf(rig.app.contentResolver).insertStatements.map { it.contentValues.getAsString("_display_name") }
            assertEquals(2, names.toSet().size)
            for (name in names) assertTrue(name, Regex("payung-kode-\\d{8}-\\d{6}\\.png").matches(name))
            assertEquals(saved(rig).second.first, saved(rig).first)
        }
    }

    /** Where another app keeps files; each is that large. */
    private class Documents(
        private val size: Long,
    ) : ContentProvider() {
        val called = mutableListOf<String>()

        override fun onCreate() = true

        override fun query(
            uri: Uri,
            projection: Array<String>?,
            selection: String?,
            arguments: Array<String>?,
            order: String?,
        ): Cursor = MatrixCursor(arrayOf("_size")).apply { addRow(arrayOf(size)) }

        override fun call(
            method: String,
            arg: String?,
            extras: Bundle?,
        ): Bundle? {
            called += method
            return null
        }

        override fun getType(uri: Uri): String? = null

        override fun insert(
            uri: Uri,
            values: ContentValues?,
        ): Uri? = null

        override fun delete(
            uri: Uri,
            selection: String?,
            arguments: Array<String>?,
        ) = 0

        override fun update(
            uri: Uri,
            values: ContentValues?,
            selection: String?,
            arguments: Array<String>?,
        ) = 0
    }
}
