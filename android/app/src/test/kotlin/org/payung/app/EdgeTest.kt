package org.payung.app

import android.content.Intent
import android.net.Uri
import android.os.Build
import android.view.WindowManager
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.payung.app.phone.CaptureProvider
import org.payung.app.screen.HomeModel
import org.payung.core.KeeperAnswer
import org.payung.core.KeyKeeper
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import java.io.File
import java.security.KeyStoreException

/** Bad input and faults: each is said in a clear sentence with a way on, on the oldest Android and on a new one. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class EdgeTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Before
    fun phone() = FakeKeystore.install()

    /** Answers what it is told to. */
    private class Told(
        private val inner: KeyKeeper,
    ) : KeyKeeper {
        var answer: KeeperAnswer? = null

        override fun wrap(key: ByteArray) = answer ?: inner.wrap(key)

        override fun unwrap(wrapped: ByteArray) = answer ?: inner.unwrap(wrapped)
    }

    private fun atPhoto(rig: Rig) {
        rig.start().tap(R.string.register)
        while (rig.step.id != "ktp") rig.answer()
    }

    @Test
    fun `a key that is gone is said, and somebody can start anew`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.register)
            rig.answer()
            FakeKeystore.keys.clear()
            rig.kill()
            rig.activity.goFromHome(Route.Home)
            rig.settle()
            // Once is not enough: the store is asked again at the next start.
            rig.kill()
            rig.activity.goFromHome(Route.Home)
            rig.settle()
            rig.see("sudah tidak ada")
            rig.tap(R.string.start_clean)
            rig.see(rig.string(R.string.welcome))
            rig.tap(R.string.register)
            assertEquals("start", rig.step.id)
        }
    }

    @Test
    fun `a key that is locked leaves everything where it is`() {
        val keeper =
            Told(
                org.payung.app.core
                    .KeystoreKeeper(),
            )
        Rig(folder.newFolder("rig"), keeper = keeper).use { rig ->
            rig.start().tap(R.string.register)
            rig.answer()
            val question = rig.step.id
            keeper.answer = KeeperAnswer.LockedNow
            rig.kill()
            rig.see("Buka kunci HP")
            keeper.answer = null
            rig.tap(R.string.try_again)
            assertEquals(question, rig.step.id)
        }
    }

    @Test
    fun `a store that fails is tried later, and nothing is deleted`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.register)
            rig.answer()
            val question = rig.step.id
            FakeKeystore.broken = KeyStoreException("CONTOH")
            rig.kill()
            assertTrue(rig.sees(rig.string(R.string.try_again)))
            rig.unseen(rig.string(R.string.start_clean))
            FakeKeystore.broken = null
            rig.tap(R.string.try_again)
            assertEquals(question, rig.step.id)
        }
    }

    @Test
    fun `a camera that gives nothing, something else or no answer leaves the question open`() {
        Rig(folder.newFolder("rig")).use { rig ->
            atPhoto(rig)
            rig.photograph(null)
            assertEquals("ktp", rig.step.id)
            assertFalse("what the camera left is removed", File(rig.app.noBackupFilesDir, "camera/capture.jpg").exists())
            rig.photograph(folder.newFile().apply { writeText("CONTOH") })
            assertEquals("ktp", rig.step.id)
            rig.see("Ini bukan foto")
            rig.photograph(folder.newFile())
            rig.see(rig.string(R.string.photo_none))
            rig.photograph(Sample.card(folder.newFile("card.jpg")))
            assertEquals("declaration", rig.step.id)
        }
    }

    @Test
    fun `a phone without a camera app says so, and a photo can be left for later`() {
        Rig(folder.newFolder("rig")).use { rig ->
            atPhoto(rig)
            shadowOf(rig.app).checkActivities(true)
            rig.tap(rig.step.primary)
            rig.see(rig.string(R.string.no_camera))
            rig.tap(rig.step.skip)
            assertEquals("declaration", rig.step.id)
        }
    }

    @Test
    fun `a picture of another app is read, one of our own is not, and the original stays`() {
        Rig(folder.newFolder("rig")).use { rig ->
            atPhoto(rig)
            rig.activity.onActivityResult(2, android.app.Activity.RESULT_OK, Intent().setData(CaptureProvider.uri(rig.app)))
            rig.settle()
            assertEquals("ktp", rig.step.id)
            rig.see(rig.string(R.string.photo_none))
            val card = Sample.card(folder.newFile("card.jpg"))
            val uri = Uri.parse("content://contoh.galeri/1")
            shadowOf(rig.app.contentResolver).registerInputStream(uri, card.inputStream())
            rig.activity.onActivityResult(2, android.app.Activity.RESULT_OK, Intent().setData(uri))
            rig.settle()
            assertEquals("declaration", rig.step.id)
            assertTrue(card.length() > 0)
            assertTrue("the copy is removed", rig.home.walk().none { it.extension == "jpg" })
        }
    }

    @Test
    fun `links of anybody lead nowhere but to screens we know`() {
        val made =
            listOf(
                "payung://iuran",
                "payung://status/../../etc",
                "payung://status/%00",
                "payung:",
                "payung://",
                "payung://status/a/b",
                "payung://status/${"x".repeat(10_000)}",
                "payung://data?x=${"y".repeat(100)}",
                "http://iuran",
                "content://payung/1",
                "payung://setelan#x",
                "payung:status/1",
                "payung://status/CONTOH",
                "\u0000payung://",
                "payung://🌂",
            )
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            for (link in made) {
                rig.activity.onNewIntent(Intent(Intent.ACTION_VIEW, Uri.parse(link)))
                rig.settle()
                assertTrue(link, rig.texts().isNotEmpty())
            }
            rig.activity.onNewIntent(Intent(Intent.ACTION_VIEW))
            rig.activity.onNewIntent(Intent())
            rig.settle()
        }
    }

    @Test
    fun `routes that nobody wrote are not followed`() {
        for (text in listOf("", "form", "form/", "form//", "status/", "home/x", "form/a/b/c", "form/../x", "status/ ", "nowhere")) {
            assertNull(text, Route.parse(text))
        }
        for (route in listOf(Route.Home, Route.MyData, Route.Form("a-1"), Route.Form("a", "nik"), Route.Status("b"))) {
            assertEquals(route, Route.parse(route.text()))
        }
    }

    @Test
    fun `identity is kept out of screenshots and the first question is not`() {
        Rig(folder.newFolder("rig")).use { rig ->
            fun secure() = rig.activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0
            rig.start()
            assertFalse(secure())
            rig.tap(R.string.register)
            assertEquals(rig.step.secure, secure())
            while (rig.step.id != "nik") rig.answer()
            assertTrue(secure())
        }
    }

    @Test
    fun `a clock that is far off is said`() {
        val clock =
            object : org.payung.core.Clock {
                override fun nowMillis() = 0L
            }
        Rig(folder.newFolder("rig"), clock = clock).use { rig ->
            rig.start()
            rig.see("tanggal")
        }
    }

    @Test
    fun `a folder that cannot be written is said, and the next try is a new one`() {
        val place = folder.newFolder("rig")
        File(place, "phone").writeText("CONTOH")
        Rig(place).use { rig ->
            rig.start()
            rig.see(rig.string(R.string.try_again))
            File(place, "phone").delete()
            rig.tap(R.string.try_again)
            rig.see(rig.string(R.string.welcome))
        }
    }

    @Test
    fun `everything is deleted when somebody says so twice`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.register)
            rig.answer()
            rig.activity.goFromHome(Route.MyData)
            rig.settle()
            rig.tap(R.string.wipe)
            rig.see(rig.string(R.string.wipe_ask))
            rig.tap(R.string.wipe)
            rig.see(rig.string(R.string.wiped))
            rig.tap(R.string.home)
            assertTrue(
                (rig.activity.front as HomeModel)
                    .state.home!!
                    .drafts
                    .isEmpty(),
            )
            rig.tap(R.string.register)
            assertEquals("start", rig.step.id)
        }
    }

    @Test
    fun `the language changes every word`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.settings)
            rig.option("English")
            rig.settle()
            rig.see("Settings")
            rig.back()
            rig.see("Covered while you work")
            rig.see("a month")
        }
    }
}
