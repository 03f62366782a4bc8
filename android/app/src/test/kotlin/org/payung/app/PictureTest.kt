package org.payung.app

import android.graphics.Bitmap
import android.graphics.drawable.BitmapDrawable
import android.widget.ImageView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.Picture
import org.payung.app.screen.QuestionModel
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** Pictures are decoded once, off the screen's thread, and no larger than they are drawn. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class PictureTest : OnPhone() {
    @Test
    fun `a picture is as large as where it is drawn, and never larger`() {
        val bytes = Sample.letter(folder.newFile("letter.jpg")).readBytes()
        val large = Picture(bytes, Picture.LARGE).shown!!
        assertEquals(1200 to 1600, large.width to large.height)
        val small = Picture(bytes, Picture.SMALL).shown!!
        assertEquals(150 to 200, small.width to small.height)
        assertNull(Picture("CONTOH".toByteArray(), Picture.SMALL).shown)
        assertEquals(listOf(1, 1, 2, 2, 4), listOf(0, 320, 321, 640, 642).map { Picture.sample(it, 320) })
    }

    /** The same picture, and beside it which way the phone was held. */
    private fun held(
        picture: ByteArray,
        way: Int,
    ): ByteArray {
        val tag = byteArrayOf(1, 18, 0, 3, 0, 0, 0, 1, 0, way.toByte(), 0, 0)
        val body = "Exif\u0000\u0000MM\u0000*".toByteArray() + byteArrayOf(0, 0, 0, 8, 0, 1) + tag + ByteArray(4)
        return picture.copyOf(2) + byteArrayOf(0xFF.toByte(), 0xE1.toByte(), 0, (body.size + 2).toByte()) + body + picture.drop(2)
    }

    @Test
    fun `what another app shares is shown as it was seen, however the phone was held`() {
        val app = org.robolectric.RuntimeEnvironment.getApplication()
        val kept = java.io.File(app.noBackupFilesDir, "camera/shared.jpg").apply { parentFile!!.mkdirs() }
        // Taller than wide, and darker at the left half of its upper edge.
        val drawn = Bitmap.createBitmap(60, 80, Bitmap.Config.ARGB_8888)
        drawn.eraseColor(android.graphics.Color.WHITE)
        for (x in 0 until 30) for (y in 0 until 40) drawn.setPixel(x, y, android.graphics.Color.BLACK)
        val bytes =
            java.io
                .ByteArrayOutputStream()
                .also { drawn.compress(Bitmap.CompressFormat.JPEG, 95, it) }
                .toByteArray()

        fun dark(picture: Bitmap): String {
            fun at(
                x: Int,
                y: Int,
            ) = picture.getPixel(picture.width * x / 4, picture.height * y / 4) and 0xFF < 0x80
            val places = mapOf("upper left" to at(1, 1), "upper right" to at(3, 1), "lower left" to at(1, 3), "lower right" to at(3, 3))
            return places.filterValues { it }.keys.single()
        }
        val corners = listOf("upper left", "upper right", "lower right", "lower left")
        (corners + corners).forEachIndexed { index, place ->
            kept.writeBytes(held(bytes, index + 1))
            val seen =
                org.payung.app.phone.CaptureProvider
                    .previewShared(app)!!
            assertEquals("${index + 1}", place, dark(seen))
            assertEquals("${index + 1}", index >= 4, seen.width > seen.height)
        }
    }

    private fun drawn(rig: Rig): List<Bitmap> =
        rig
            .views()
            .filterIsInstance<ImageView>()
            .mapNotNull { (it.drawable as? BitmapDrawable)?.bitmap }

    @Test
    fun `a kept photo is decoded when it is read, and not with each drawing`() =
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.register)
            rig.answerUpTo("ktp")
            rig.photograph(Sample.card(folder.newFile("card.jpg")))
            rig.back()
            val photo = (rig.activity.front as QuestionModel).state.photo
            assertNotNull(photo)
            assertSame(photo!!.shown, drawn(rig).single())
            rig.turn()
            assertSame("the turned phone shows the same", photo.shown, drawn(rig).single())
            assertTrue(maxOf(photo.shown!!.width, photo.shown!!.height) <= Picture.LARGE)
        }
}
