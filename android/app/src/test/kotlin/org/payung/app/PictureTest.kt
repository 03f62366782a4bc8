package org.payung.app

import android.graphics.Bitmap
import android.graphics.drawable.BitmapDrawable
import android.widget.ImageView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
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
class PictureTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Before
    fun phone() = FakeKeystore.install()

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
