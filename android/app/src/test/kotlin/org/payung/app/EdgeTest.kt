package org.payung.app

import android.content.ClipData
import android.content.ClipboardManager
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.view.WindowManager
import android.window.OnBackInvokedCallback
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.phone.CaptureProvider
import org.payung.app.phone.Links
import org.payung.app.phone.ShareActivity
import org.payung.app.screen.HomeModel
import org.payung.core.KeeperAnswer
import org.payung.core.KeyKeeper
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowToast
import java.io.File
import java.security.KeyStoreException
import kotlin.random.Random

/** Bad input and faults: each is said in a clear sentence with a way on, on the oldest Android and on a new one. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class EdgeTest : OnPhone() {
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
        rig.answerUpTo("ktp")
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

    private fun shared(rig: Rig) = File(rig.app.noBackupFilesDir, "camera/shared.jpg")

    @Test
    fun `a shared picture becomes the photo of the open question when somebody says so`() {
        Rig(folder.newFolder("rig")).use { rig ->
            atPhoto(rig)
            assertEquals(ShareActivity.ARRIVED, Sharing.offer(rig, Sample.card(folder.newFile("one.jpg"))))
            rig.see(rig.string(R.string.shared_ask))
            rig.tap(R.string.shared_leave)
            assertEquals("ktp", rig.step.id)
            assertFalse("nobody wanted it", shared(rig).exists())
            Sharing.offer(rig, folder.newFile("two.jpg").apply { writeText("CONTOH") })
            rig.tap(R.string.photo_use)
            assertEquals("ktp", rig.step.id)
            rig.see("Ini bukan foto")
            // Also from the first screen: the draft that waits for a photo is shown.
            rig.activity.goFromHome(Route.Home)
            rig.settle()
            Sharing.offer(rig, Sample.card(folder.newFile("three.jpg")))
            rig.see(rig.string(R.string.shared_ask))
            rig.tap(R.string.photo_use)
            assertEquals("declaration", rig.step.id)
            assertFalse(shared(rig).exists())
            assertTrue("no copy stays", rig.home.walk().none { it.extension == "jpg" })
        }
    }

    @Test
    fun `what is shared and cannot be used is said, and our own files are not read`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            for (uri in listOf(null, CaptureProvider.uri(rig.app), Uri.parse("file:///etc/hosts"), Uri.parse("content://"))) {
                assertEquals("$uri", ShareActivity.FAILED, Sharing.share(rig, uri))
                assertEquals(rig.string(R.string.shared_failed), ShadowToast.getTextOfLatestToast())
            }
            // No question asks for a photo.
            Sharing.offer(rig, Sample.card(folder.newFile("card.jpg")))
            assertEquals(rig.string(R.string.shared_none), ShadowToast.getTextOfLatestToast())
            assertFalse(shared(rig).exists())
            // Anybody may say that something was shared: there is nothing to offer.
            atPhoto(rig)
            rig.activity.onNewIntent(Intent(ShareActivity.ARRIVED))
            rig.settle()
            rig.unseen(rig.string(R.string.shared_ask))
        }
    }

    @Test
    fun `a camera that gives nothing says what to do, and notifications that were refused too`() {
        Rig(folder.newFolder("rig")).use { rig ->
            atPhoto(rig)
            rig.photograph(null)
            rig.see(rig.string(R.string.photo_cancelled))
            rig.see(rig.string(R.string.photo_gallery))
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
                shadowOf(rig.app.getSystemService(android.app.NotificationManager::class.java)).setNotificationsEnabled(false)
                rig.activity.goFromHome(Route.Settings)
                rig.settle()
                rig.tap(R.string.notifications_ask)
                rig.activity.onRequestPermissionsResult(4, arrayOf(), intArrayOf())
                rig.settle()
                rig.see(rig.string(R.string.notifications_denied))
                rig.tap(R.string.notifications_settings)
                assertEquals(
                    android.provider.Settings.ACTION_APP_NOTIFICATION_SETTINGS,
                    shadowOf(rig.activity).nextStartedActivity.action,
                )
            }
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
                "https://payung.invalid/app/status/../../x",
                "https://payung.invalid:443/app/bantuan",
                "https://contoh.invalid/app/bantuan",
                "https://payung.invalid/app",
                "https://payung.invalid/app/daftar?kode=PASAR7#x",
                "payung://daftar?kode=${"y".repeat(10_000)}",
            )
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            for (link in made) {
                rig.activity.onNewIntent(Intent(Intent.ACTION_VIEW, Uri.parse(link)))
                rig.settle()
                assertTrue(link, rig.texts().isNotEmpty())
            }
            rig.activity.onNewIntent(Intent(Intent.ACTION_VIEW, Uri.parse("https://payung.invalid/app/bantuan")))
            rig.settle()
            rig.see(rig.string(R.string.help_person))
            rig.activity.onNewIntent(Intent(Intent.ACTION_VIEW))
            rig.activity.onNewIntent(Intent())
            rig.settle()
        }
    }

    @Test
    fun `whatever a link is made of, it leads to a screen whose route can be written down, or nowhere`() {
        val random = Random(15)
        val pieces =
            listOf(
                "payung",
                "https",
                "content",
                "://",
                ":",
                "/",
                "//",
                "?",
                "#",
                "@",
                "%00",
                "%2F",
                "..",
                "payung.invalid",
                "app",
                "status",
            ) +
                listOf("bill", "cover", "data", "orang", "CONTOH", "a.b", "a.b.c", "7", "-", "\u0000", "\n", "é", "🌂", " ", "x".repeat(65))
        var led = 0
        repeat(5_000) {
            val made = (0..random.nextInt(8)).joinToString("") { pieces[random.nextInt(pieces.size)] }
            val link = if (random.nextBoolean()) "payung://$made" else made
            val route = Links.route(Uri.parse(link), "payung.invalid") ?: return@repeat
            assertEquals(link, route, Route.parse(route.text()))
            assertTrue("$link leads to ${route.text()}", route == Route.Home || link.startsWith("payung:") || link.startsWith("https:"))
            if (route != Route.Home) led++
        }
        assertTrue("some of them say something we know: $led", led > 20)
    }

    @Test
    fun `routes that nobody wrote are not followed`() {
        val odd = listOf("", "form", "form/", "form//", "status/", "home/x", "form/a/b/c", "form/../x", "status/ ", "nowhere")
        for (text in odd + listOf("bill/..", "bill/a.b.c", "channel/a", "channel/a/b/c")) {
            assertNull(text, Route.parse(text))
        }
        for (route in listOf(
            Route.Home,
            Route.MyData,
            Route.Form("a-1"),
            Route.Form("a", "nik"),
            Route.Status("b"),
            Route.Jar("c"),
            Route.Reminders("d"),
            Route.Bill("e.f"),
            Route.Channel("e.f", "g"),
            Route.Receipts("h"),
            Route.Statement("i"),
            Route.Shared,
            Route.Requests(),
            Route.Requests("j"),
            Route.Payers("k"),
            Route.PayFor("l"),
        )) {
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
            rig.answerUpTo("nik")
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
    fun `back leads out of the app where there is no screen before, so that the phone can show where to`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()

            fun waits() = rig.activity.fieldOf("within").let { it.fieldOf("waits") }
            if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) return
            assertEquals(false, waits())
            rig.tap(R.string.settings)
            assertEquals(true, waits())
            (rig.activity.fieldOf("within").fieldOf("callback") as OnBackInvokedCallback).onBackInvoked()
            rig.settle()
            rig.see(rig.string(R.string.welcome))
            assertEquals(false, waits())
        }
    }

    private fun Any.fieldOf(name: String): Any {
        val field = generateSequence<Class<*>>(javaClass) { it.superclass }.flatMap { it.declaredFields.asSequence() }
        val value = field.first { it.name.removeSuffix("\$delegate") == name }.apply { isAccessible = true }.get(this)
        return if (value is Lazy<*>) value.value!! else value
    }

    @Test
    fun `what was copied is read as text, and no file of another app is opened for it`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            val board = rig.app.getSystemService(ClipboardManager::class.java)
            board.setPrimaryClip(ClipData.newPlainText("", "CONTOH"))
            assertEquals("CONTOH", rig.activity.pasted())
            board.setPrimaryClip(ClipData.newRawUri("", Uri.parse("payung://daftar?kode=PASAR7")))
            assertEquals("payung://daftar?kode=PASAR7", rig.activity.pasted())
            val uri = Uri.parse("content://contoh.berkas/1")
            shadowOf(rig.app.contentResolver).registerInputStreamSupplier(uri) { throw AssertionError("it was opened") }
            board.setPrimaryClip(ClipData.newRawUri("", uri))
            assertEquals("", rig.activity.pasted())
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
            if (Build.VERSION.SDK_INT < Build.VERSION_CODES.O) return
            // In the phone's own settings too.
            val channels = rig.app.getSystemService(android.app.NotificationManager::class.java).notificationChannels
            assertEquals(
                setOf(rig.string(R.string.channel_status), rig.string(R.string.channel_reminders)),
                channels.map { it.name.toString() }.toSet(),
            )
            assertTrue(channels.none { "Kabar" in it.name })
        }
    }
}
