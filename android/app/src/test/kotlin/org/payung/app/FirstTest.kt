package org.payung.app

import android.graphics.Bitmap
import android.graphics.Canvas
import android.os.Looper
import android.view.ViewGroup
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class FirstTest {
    @Test
    fun `the first question is drawn`() {
        FakeKeystore.install()
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        Thread.sleep(1000)
        shadowOf(Looper.getMainLooper()).idle()
        val page = activity.findViewById<ViewGroup>(android.R.id.content).getChildAt(0) as ViewGroup
        assertEquals("Daftar di sini gratis.", (page.getChildAt(0) as TextView).text.toString())
        val view = activity.window.decorView
        val picture = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
        view.draw(Canvas(picture))
        val folder = File(System.getProperty("payung.work"), "pictures").apply { mkdirs() }
        File(folder, "first.png").outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
    }
}
