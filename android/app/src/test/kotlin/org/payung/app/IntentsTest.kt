package org.payung.app

import android.app.Activity
import android.content.ContentProvider
import android.content.ContentValues
import android.content.Intent
import android.content.pm.PackageManager
import android.database.Cursor
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.os.ParcelFileDescriptor
import android.os.Parcelable
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.phone.CaptureProvider
import org.payung.app.phone.Elsewhere
import org.payung.app.phone.ReminderReceiver
import org.payung.app.phone.Restart
import org.payung.app.phone.ShareActivity
import org.payung.app.screen.QuestionModel
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ContentProviderController
import org.robolectric.annotation.Config
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException
import java.io.InputStream
import java.io.Serializable
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.random.Random

/**
 * What other apps and the system hand in: intents with any action, address and extras, shared files of any kind, and saved states
 * that this app did not write. Whatever it is, the app stays, shows a screen, and keeps nothing that nobody took.
 */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class IntentsTest : OnPhone() {
    /** Only these can be reached from outside; one that is added has to be tried here. */
    @Test
    fun `the doors are the ones that are tried here`() {
        Rig(folder.newFolder("rig")).use { rig ->
            val flags =
                PackageManager.GET_ACTIVITIES or PackageManager.GET_RECEIVERS or PackageManager.GET_SERVICES or PackageManager.GET_PROVIDERS
            val packed = rig.app.packageManager.getPackageInfo(rig.app.packageName, flags)
            val all = listOf(packed.activities, packed.receivers, packed.services, packed.providers).flatMap { it.orEmpty().toList() }
            val open = all.filter { it.exported && "org.payung" in it.name }.map { it.name }
            assertEquals(setOf(MainActivity::class.java.name, ShareActivity::class.java.name), open.toSet())
        }
    }

    @Test
    fun `whatever an intent says, the app shows a screen and offers nothing that is not there`() {
        val made = Made(Random(SEED))
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            repeat(NEW_INTENTS) { number ->
                val intent = made.intent()
                rig.activity.onNewIntent(intent)
                // The core's answers are waited for now and then, so that several intents meet each other too.
                if (number % TOGETHER == 0) {
                    rig.settle()
                    assertTrue("$number: $intent", rig.texts().isNotEmpty())
                    rig.unseen(rig.string(R.string.shared_ask))
                }
                if (number % HOME == 0) rig.activity.goFromHome(Route.Home)
            }
            rig.settle()
            assertFalse(rig.activity.isFinishing)
        }
    }

    @Test
    fun `an app that is started by any intent begins at a screen of its own`() {
        val made = Made(Random(SEED + 1))
        repeat(STARTS) { number ->
            Rig(folder.newFolder("rig$number")).use { rig ->
                rig.start(made.intent())
                assertTrue("$number", rig.texts().isNotEmpty())
                rig.leave()
            }
        }
    }

    @Test
    fun `whatever is shared, it is read or refused, and one clear answer follows`() {
        val made = Made(Random(SEED + 2))
        ContentProviderController.of(Odd()).create("contoh.odd")
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            val answers = mutableMapOf<String?, Int>()
            repeat(SHARES) { number ->
                val intent = made.share()
                val sharing = Robolectric.buildActivity(ShareActivity::class.java, intent).setup()
                rig.settle()
                assertTrue("$number", sharing.get().isFinishing)
                val next = shadowOf(sharing.get()).nextStartedActivity
                assertEquals("$number", MainActivity::class.java.name, next.component?.className)
                assertNull("$number: nothing of the other app goes on", next.extras)
                assertNull("$number: one answer", shadowOf(sharing.get()).nextStartedActivity)
                answers.merge(next.action, 1, Int::plus)
                rig.activity.onNewIntent(next)
                rig.settle()
                assertTrue("$number", rig.texts().isNotEmpty())
                // No question asks for a photo, so nothing stays.
                assertFalse("$number", File(rig.app.noBackupFilesDir, "camera/shared.jpg").exists())
                sharing.destroy()
            }
            assertEquals(ShareActivity.ACTIONS, answers.keys)
            assertTrue("$answers", answers.values.all { it > SHARES / 20 })
        }
    }

    @Test
    fun `what is shared without an end is cut, and half of it is not kept`() {
        ContentProviderController.of(Odd()).create("contoh.odd")
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            val kept = File(rig.app.noBackupFilesDir, "camera/shared.jpg")
            for ((kind, action) in listOf("breaks" to ShareActivity.FAILED, "huge" to ShareActivity.FAILED)) {
                val intent =
                    Intent(
                        Intent.ACTION_SEND,
                    ).setType("image/*").putExtra(Intent.EXTRA_STREAM, Uri.parse("content://contoh.odd/$kind"))
                val sharing = Robolectric.buildActivity(ShareActivity::class.java, intent).setup()
                rig.settle()
                assertEquals(kind, action, shadowOf(sharing.get()).nextStartedActivity.action)
                assertFalse(kind, kept.exists())
            }
        }
    }

    /** Sends nothing, until somebody closes it. */
    private class Stalling : InputStream() {
        private val end = CountDownLatch(1)
        var isClosed = false

        override fun read(): Int {
            end.await(WORST_SECONDS, TimeUnit.SECONDS)
            throw IOException("CONTOH")
        }

        override fun close() {
            isClosed = true
            end.countDown()
        }
    }

    /** The core answers while another app is waited for. */
    private fun answers(rig: Rig) {
        var answered = false
        rig.app.core.ask({ payung.unlock() }) { answered = true }
        val end = System.nanoTime() + 5_000_000_000
        while (!answered) {
            shadowOf(android.os.Looper.getMainLooper()).idle()
            Thread.sleep(1)
            assertTrue("the core waits for another app", System.nanoTime() < end)
        }
    }

    private fun stalls(test: () -> Unit) {
        ContentProviderController.of(Odd()).create("contoh.odd")
        val before = Elsewhere.limitMillis
        Elsewhere.limitMillis = STALL_MILLIS
        try {
            test()
        } finally {
            Elsewhere.limitMillis = before
        }
    }

    private fun copies(rig: Rig) = File(rig.app.noBackupFilesDir, "camera").listFiles().orEmpty().toList()

    @Test
    fun `an app that shares and sends nothing holds up nobody, and is given up`() =
        stalls {
            Rig(folder.newFolder("rig")).use { rig ->
                rig.start()
                val stream = Stalling()
                val read = Uri.parse("content://contoh.galeri/stalls")
                shadowOf(rig.app.contentResolver).registerInputStream(read, stream)
                for (from in listOf(read, Uri.parse("content://contoh.odd/stalls"))) {
                    val intent = Intent(Intent.ACTION_SEND).setType("image/*").putExtra(Intent.EXTRA_STREAM, from)
                    val sharing = Robolectric.buildActivity(ShareActivity::class.java, intent).setup()
                    answers(rig)
                    assertFalse(sharing.get().isFinishing)
                    rig.settle()
                    assertEquals(ShareActivity.FAILED, shadowOf(sharing.get()).nextStartedActivity.action)
                }
                assertTrue(stream.isClosed)
                val end = System.nanoTime() + 10_000_000_000
                while (copies(rig).isNotEmpty()) {
                    Thread.sleep(1)
                    assertTrue("half a picture stays", System.nanoTime() < end)
                }
            }
        }

    @Test
    fun `whoever goes back from an app that sends nothing is told nothing more`() =
        stalls {
            Elsewhere.limitMillis = WORST_SECONDS * 1_000
            Rig(folder.newFolder("rig")).use { rig ->
                rig.start()
                val stream = Stalling()
                val from = Uri.parse("content://contoh.galeri/stalls")
                shadowOf(rig.app.contentResolver).registerInputStream(from, stream)
                val intent = Intent(Intent.ACTION_SEND).setType("image/*").putExtra(Intent.EXTRA_STREAM, from)
                val sharing = Robolectric.buildActivity(ShareActivity::class.java, intent).setup()
                answers(rig)
                sharing.get().finish()
                sharing.pause().stop().destroy()
                rig.settle()
                assertNull(shadowOf(sharing.get()).nextStartedActivity)
                assertTrue(stream.isClosed)
            }
        }

    @Test
    fun `a gallery that gives a picture and sends nothing of it holds up nobody, and is said`() =
        stalls {
            folder.begun("ktp") { rig ->
                val stream = Stalling()
                val from = Uri.parse("content://contoh.galeri/stalls")
                shadowOf(rig.app.contentResolver).registerInputStream(from, stream)
                rig.tap(R.string.photo_gallery)
                val asked = shadowOf(rig.activity).nextStartedActivityForResult
                rig.activity.onActivityResult(asked.requestCode, Activity.RESULT_OK, Intent().setData(from))
                answers(rig)
                rig.settle()
                rig.see(rig.string(R.string.photo_none))
                assertTrue(stream.isClosed)
            }
        }

    @Test
    fun `one of our own files is no picture of another app, whichever user of the phone its address names`() {
        for (own in listOf("org.payung.app.capture", "0@org.payung.app.capture", "10@org.payung.app.share", "0%40org.payung.app.capture")) {
            assertFalse(own, ShareActivity.isForeign(Uri.parse("content://$own/capture.jpg")))
        }
        for (other in listOf("contoh.galeri", "10@contoh.galeri")) assertTrue(ShareActivity.isForeign(Uri.parse("content://$other/1")))
    }

    @Test
    fun `receivers take whatever comes, and notify nobody of a registration that is not there`() {
        val made = Made(Random(SEED + 3))
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            repeat(BROADCASTS) {
                val intent = made.intent()
                Restart().onReceive(rig.app, intent)
                ReminderReceiver().onReceive(rig.app, made.reminder())
                if (it % TOGETHER == 0) rig.settle()
            }
            rig.settle()
            assertTrue(rig.texts().isNotEmpty())
        }
    }

    @Test
    fun `a saved state that this app did not write leads to a screen`() {
        val made = Made(Random(SEED + 4))
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            repeat(RESTORED) { number ->
                rig.revive(made.saved())
                assertTrue("$number", rig.texts().isNotEmpty())
                rig.unseen(rig.string(R.string.shared_ask))
            }
        }
    }

    @Test
    fun `answers that no activity of ours was asked for change nothing`() {
        val made = Made(Random(SEED + 5))
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.register)
            val question = (rig.activity.front as QuestionModel).question
            repeat(RESULTS) {
                val result = listOf(Activity.RESULT_OK, Activity.RESULT_CANCELED, 7).random(made.random)
                rig.activity.onActivityResult(made.random.nextInt(8), result, if (made.random.nextBoolean()) made.intent() else null)
            }
            rig.settle()
            assertEquals(question, (rig.activity.front as QuestionModel).question)
            assertTrue("no file stays", rig.home.walk().none { it.extension == "jpg" })
        }
    }

    /** Somebody's own class, which this app cannot know. */
    private class Foreign : Serializable

    /** Intents as nobody should make them, always the same ones for a seed. */
    private class Made(
        val random: Random,
    ) {
        private val actions =
            listOf(Intent.ACTION_MAIN, Intent.ACTION_VIEW, Intent.ACTION_SEND, Intent.ACTION_SEND_MULTIPLE, "", "x".repeat(LONG)) +
                ShareActivity.ACTIONS + Restart.ACTIONS + listOf("org.payung.app.ANSWER", "android.intent.action.PROCESS_TEXT", "\u0000")
        private val keys =
            listOf(
                Intent.EXTRA_STREAM,
                Intent.EXTRA_TEXT,
                "title",
                "text",
                "registration",
                "actions",
                "labels",
                "action",
                "routes",
                "saved0",
            ) +
                listOf("android:viewHierarchyState", "", "x".repeat(300))
        private val texts =
            listOf("", " ", "\u0000", "CONTOH", "../../etc", "form/a/b", "shared", "status/x", "incident/accident/x", "pages/a/b/c", "🌂") +
                listOf("recovery", "home", "x".repeat(LONG), "card/1", "bill/a.b", "PAY", "TOMORROW", "SAID_PAID", "#street_trade", "7")
        private val addresses =
            listOf(
                "content://contoh.odd/",
                "content://contoh.none/",
                "content://org.payung.app.share/",
                "content://org.payung.app.capture/",
                "content://0@org.payung.app.capture/",
            ) +
                listOf(
                    "file:///etc/",
                    "payung://",
                    "payung://status/",
                    "payung://daftar?kode=",
                    "https://payung.invalid/app/daftar?kode=",
                    "https://payung.invalid/app/",
                    "data:",
                    "mailto:",
                    "content://",
                    "http://",
                )
        private val names =
            listOf("picture", "refused", "missing", "broken", "breaks", "empty", "text", "none", "huge", "capture.jpg", "..", "%00") +
                listOf("PASAR7", "pasar-7")

        private fun text() = texts.random(random)

        private fun address(): Uri =
            Uri.parse(addresses.random(random) + (if (random.nextInt(6) == 0) text().take(99) else names.random(random)))

        fun intent(): Intent {
            val intent = Intent(actions.random(random))
            if (random.nextBoolean()) intent.setDataAndType(address(), if (random.nextBoolean()) "image/*" else text().take(99))
            repeat(random.nextInt(4)) { intent.putExtras(extra(keys.random(random), 2)) }
            if (random.nextBoolean()) intent.flags = random.nextInt()
            return intent
        }

        /** Mostly what a gallery sends, and always with something that may be wrong. */
        fun share(): Intent {
            if (random.nextInt(5) == 0) return intent()
            val intent = Intent(Intent.ACTION_SEND).setType(listOf("image/*", "image/jpeg", "text/plain", "").random(random))
            when (random.nextInt(8)) {
                0 -> {
                    intent.putExtras(extra(Intent.EXTRA_STREAM, 1))
                }

                1 -> {
                    intent.putParcelableArrayListExtra(Intent.EXTRA_STREAM, arrayListOf(address(), address()))
                }

                2 -> {
                    intent.putExtra(Intent.EXTRA_STREAM, address())
                }

                // Too large ones have a test of their own.
                else -> {
                    intent.putExtra(
                        Intent.EXTRA_STREAM,
                        Uri.parse("content://contoh.odd/" + names.filter { it != "huge" }.random(random)),
                    )
                }
            }
            return intent
        }

        /** As the app's own alarms would be, with parts that are missing or of another kind. */
        fun reminder(): Intent {
            val intent = if (random.nextInt(3) == 0) intent() else Intent("org.payung.app.ANSWER".takeIf { random.nextBoolean() })
            for (key in listOf("registration", "title", "text", "action")) {
                when (random.nextInt(4)) {
                    0 -> intent.putExtras(extra(key, 1))
                    1 -> Unit
                    else -> intent.putExtra(key, text())
                }
            }
            for (key in listOf("actions", "labels")) {
                if (random.nextBoolean()) intent.putExtra(key, Array(random.nextInt(5)) { if (random.nextInt(9) == 0) null else text() })
            }
            return intent
        }

        fun saved(): Bundle {
            val saved = Bundle()
            for (key in listOf("routes", "saved0", "saved1")) {
                when (random.nextInt(5)) {
                    0 -> {
                        saved.putAll(extra(key, 2))
                    }

                    1 -> {
                        Unit
                    }

                    else -> {
                        saved.putStringArrayList(
                            key,
                            ArrayList(
                                List(random.nextInt(5)) {
                                    if (random.nextInt(9) ==
                                        0
                                    ) {
                                        null
                                    } else {
                                        text()
                                    }
                                },
                            ),
                        )
                    }
                }
            }
            if (random.nextInt(3) == 0) saved.putAll(extra(keys.random(random), 2))
            return saved
        }

        private fun extra(
            key: String,
            depth: Int,
        ): Bundle =
            Bundle().apply {
                when (random.nextInt(10)) {
                    0 -> putString(key, text())
                    1 -> putStringArray(key, arrayOf(text(), null, text()))
                    2 -> putInt(key, random.nextInt())
                    3 -> putParcelable(key, address())
                    4 -> putByteArray(key, random.nextBytes(random.nextInt(64)))
                    5 -> putSerializable(key, Foreign())
                    6 -> putParcelableArray(key, arrayOf<Parcelable?>(address(), null))
                    7 -> putStringArrayList(key, arrayListOf(text(), text()))
                    8 -> putString(key, null)
                    else -> if (depth > 0) putBundle(key, extra(keys.random(random), depth - 1)) else putParcelable(key, Intent(text()))
                }
            }
    }

    /** Another app's files, each wrong in its own way. */
    class Odd : ContentProvider() {
        override fun onCreate() = true

        override fun openFile(
            uri: Uri,
            mode: String,
        ): ParcelFileDescriptor? =
            when (uri.lastPathSegment) {
                "picture", "text", "empty" -> pipe { to -> if (uri.lastPathSegment != "empty") to.write(ByteArray(999) { it.toByte() }) }
                "refused" -> throw SecurityException("CONTOH")
                "missing" -> throw FileNotFoundException("CONTOH")
                "stalls" -> null.also { CountDownLatch(1).await(STALL_MILLIS * 3, TimeUnit.MILLISECONDS) }
                "broken" -> throw IllegalStateException("CONTOH")
                "breaks" -> broken()
                "huge" -> endless()
                else -> null
            }

        private fun pipe(write: (java.io.OutputStream) -> Unit): ParcelFileDescriptor {
            val file = File.createTempFile("odd", ".bin")
            file.deleteOnExit()
            file.outputStream().use(write)
            return ParcelFileDescriptor.open(file, ParcelFileDescriptor.MODE_READ_ONLY)
        }

        /** Its other end is closed with an error in the middle. */
        private fun broken(): ParcelFileDescriptor = throw java.io.UncheckedIOException(java.io.IOException("CONTOH"))

        /** Larger than any camera makes; a file with a hole in it takes no room. */
        private fun endless(): ParcelFileDescriptor {
            val file = File.createTempFile("odd", ".bin")
            file.deleteOnExit()
            java.io.RandomAccessFile(file, "rw").use { it.setLength(80L * 1024 * 1024) }
            return ParcelFileDescriptor.open(file, ParcelFileDescriptor.MODE_READ_ONLY)
        }

        override fun query(
            uri: Uri,
            projection: Array<String>?,
            selection: String?,
            arguments: Array<String>?,
            order: String?,
        ): Cursor? = null

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

    private companion object {
        const val SEED = 15
        const val NEW_INTENTS = 2_000
        const val TOGETHER = 20
        const val HOME = 100
        const val STARTS = 12
        const val SHARES = 200
        const val BROADCASTS = 2_000
        const val RESTORED = 60
        const val RESULTS = 1_000
        const val LONG = 100_000
        const val STALL_MILLIS = 2_000L
        const val WORST_SECONDS = 20L
    }
}
