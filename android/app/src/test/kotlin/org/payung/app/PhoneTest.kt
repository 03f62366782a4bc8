package org.payung.app

import android.app.Notification
import android.app.NotificationManager
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.content.Intent
import android.os.Build
import android.os.Looper
import android.speech.tts.TextToSpeech
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.phone.News
import org.payung.app.phone.Restart
import org.payung.app.phone.SyncJob
import org.payung.app.screen.StatusModel
import org.payung.app.screen.options
import org.payung.core.Office
import org.payung.core.Sample
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowTextToSpeech
import org.robolectric.shadows.ShadowToast
import org.robolectric.util.ReflectionHelpers
import java.lang.reflect.InvocationTargetException
import java.util.Locale

/** What the app asks of the phone, and what happens while nobody looks. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class PhoneTest : OnPhone() {
    @Test
    fun `the phone is asked for the run that the core thinks worth it, and again after it was started`() {
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                val scheduler = rig.app.getSystemService(JobScheduler::class.java)
                rig.start()
                assertTrue("nothing was made ready", scheduler.allPendingJobs.none { it.id == SyncJob.NEXT })
                office.serve()
                Lost.register(rig)
                rig.settle()
                val next = scheduler.allPendingJobs.single { it.id == SyncJob.NEXT }
                assertTrue(next.isPersisted)
                assertEquals("the office owes an answer", 3_600_000L, next.minLatencyMillis)
                scheduler.cancelAll()
                Restart().onReceive(rig.app, Intent("org.contoh.SOMETHING"))
                rig.settle()
                assertTrue(scheduler.allPendingJobs.isEmpty())
                for (action in Restart.ACTIONS) {
                    scheduler.cancelAll()
                    Restart().onReceive(rig.app, Intent(action))
                    rig.settle()
                    assertEquals(action, listOf(SyncJob.NEXT), scheduler.allPendingJobs.map { it.id })
                }
            }
        }
    }

    @Test
    fun `news that comes while the app is closed is a notification without a name, and leads to the registration`() {
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                office.serve()
                rig.start().tap(R.string.register)
                rig.fill()
                rig.tap(rig.step.primary)
                val registration = (rig.activity.front as StatusModel).registration
                office.open()
                office.correct(registration, "phone", "Nomor ini tidak tersambung.")
                rig.leave()
                rig.app.sync()
                rig.settle()
                val manager = rig.app.getSystemService(NotificationManager::class.java)
                val note = shadowOf(manager).allNotifications.single()
                val shown =
                    note.extras
                        .keySet()
                        .mapNotNull { note.extras.get(it)?.toString() }
                        .joinToString()
                assertFalse(shown, Sample.NAME in shown || "Nomor" in shown)
                val open = shadowOf(note.contentIntent).savedIntent
                assertEquals("payung://status/$registration", open.data.toString())
                if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) assertEquals(News.STATUS, note.channelId)
                if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.N) {
                    shadowOf(manager).setNotificationsEnabled(false)
                    assertFalse(News.seen(rig.app))
                }
            }
        }
    }

    @Test
    fun `without a network nothing is sent, and when it comes back it goes by itself`() {
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                office.serve()
                rig.online(false)
                rig.start().tap(R.string.register)
                rig.fill()
                rig.tap(rig.step.primary)
                val state = { (rig.activity.front as StatusModel).state.view!!.state }
                assertEquals(org.payung.core.RegistrationState.READY, state())
                rig.online(true)
                rig.settle()
                assertEquals("nobody has to ask for it", org.payung.core.RegistrationState.RECEIVED, state())
            }
        }
    }

    @Test
    fun `the screen is read with pauses, and never an answer`() {
        ShadowTextToSpeech.addLanguageAvailability(Locale("id", "ID"))
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.register)
            rig.answerUpTo("name")
            rig.type(Sample.NAME)
            rig.tap(R.string.listen)
            val speech = shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance())
            speech.onInitListener.onInit(TextToSpeech.SUCCESS)
            val spoken = speech.spokenTextList.joinToString(" ")
            assertTrue(spoken, "Siapa nama Anda" in spoken)
            assertFalse(spoken, Sample.NAME in spoken)
        }
    }

    @Test
    fun `a phone without an Indonesian voice says so`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.listen)
            val speech = shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance())
            speech.onInitListener.onInit(TextToSpeech.SUCCESS)
            assertTrue(speech.spokenTextList.isEmpty())
            assertEquals(rig.string(R.string.no_voice), ShadowToast.getTextOfLatestToast())
        }
    }

    @Test
    fun `who presses twice while the voice is started is not told that there is none`() {
        ShadowTextToSpeech.addLanguageAvailability(Locale("id", "ID"))
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.listen)
            rig.tap(R.string.listen)
            assertNull(ShadowToast.getTextOfLatestToast())
            val speech = shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance())
            speech.onInitListener.onInit(TextToSpeech.SUCCESS)
            assertEquals("once", 1, speech.spokenTextList.count { it == rig.string(R.string.welcome) })
        }
    }

    @Test
    fun `what was asked for on a screen before is not read over the next one, nor after somebody left`() {
        ShadowTextToSpeech.addLanguageAvailability(Locale("id", "ID"))
        for (go in listOf<(Rig) -> Unit>({ it.tap(R.string.settings) }, { it.leave() })) {
            ShadowTextToSpeech.reset()
            ShadowTextToSpeech.addLanguageAvailability(Locale("id", "ID"))
            Rig(folder.newFolder()).use { rig ->
                rig.start().tap(R.string.listen)
                go(rig)
                val speech = shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance())
                speech.onInitListener.onInit(TextToSpeech.SUCCESS)
                assertEquals(emptyList<String>(), speech.spokenTextList)
            }
            (org.robolectric.RuntimeEnvironment.getApplication() as PayungApp).restart()
        }
    }

    @Test
    fun `a voice that could not be started is started again by the next press`() {
        ShadowTextToSpeech.addLanguageAvailability(Locale("id", "ID"))
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.listen)
            val first = ShadowTextToSpeech.getLastTextToSpeechInstance()
            shadowOf(first).onInitListener.onInit(TextToSpeech.ERROR)
            assertEquals(rig.string(R.string.no_voice), ShadowToast.getTextOfLatestToast())
            assertTrue("it holds nothing of the phone", shadowOf(first).isShutdown)
            rig.tap(R.string.listen)
            val second = ShadowTextToSpeech.getLastTextToSpeechInstance()
            assertTrue(second !== first)
            shadowOf(second).onInitListener.onInit(TextToSpeech.SUCCESS)
            assertTrue(shadowOf(second).spokenTextList.isNotEmpty())
        }
    }

    @Test
    fun `reminders that somebody has silenced are not seen`() {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.O) return
        Rig(folder.newFolder("rig")).use { rig ->
            assertTrue(News.seen(rig.app))
            val manager = rig.app.getSystemService(NotificationManager::class.java)
            manager.getNotificationChannel(News.STATUS).importance = NotificationManager.IMPORTANCE_NONE
            assertTrue("other news are another thing", News.seen(rig.app))
            manager.getNotificationChannel(News.REMINDERS).importance = NotificationManager.IMPORTANCE_NONE
            assertFalse(News.seen(rig.app))
        }
    }

    private fun parameters(id: Int): JobParameters =
        Shadow.newInstanceOf(JobParameters::class.java).also { ReflectionHelpers.setField(it, "jobId", id) }

    private fun untilThat(done: () -> Boolean) {
        val looper = shadowOf(Looper.getMainLooper())
        val end = System.nanoTime() + 60_000_000_000
        while (!done()) {
            if (looper.isIdle) Thread.sleep(1) else looper.runOneTask()
            check(System.nanoTime() < end) { "it does not come" }
        }
    }

    @Test
    fun `the next try is asked for when the job has ended, since asking ends it`() {
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                Lost.register(rig)
                rig.quit()
                val scheduler = rig.app.getSystemService(JobScheduler::class.java)
                scheduler.cancelAll()
                val job = Robolectric.buildService(SyncJob::class.java).create().get()
                rig.app.core.ask({ connection.retryNow() }) {}
                job.onStartJob(parameters(SyncJob.SOON))
                untilThat { scheduler.allPendingJobs.any { it.id == SyncJob.NEXT } }
                assertTrue("the job was still at work", shadowOf(job).isJobFinished)
            }
        }
    }

    @Test
    fun `a job that the phone stops ends no other one`() {
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                office.serve()
                Lost.register(rig)
                rig.quit()
                val job = Robolectric.buildService(SyncJob::class.java).create().get()
                val (next, soon) = parameters(SyncJob.NEXT) to parameters(SyncJob.SOON)
                job.onStartJob(next)
                job.onStartJob(soon)
                assertTrue(job.onStopJob(next))
                untilThat { shadowOf(job).isJobFinished }
                rig.settle()
                assertFalse("it was ended with the other one", shadowOf(job).isRescheduleNeeded)
            }
        }
    }

    @Test
    fun `the core is called on its own thread and never on the screen's`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            var thread: String? = null
            rig.app.core.ask({ Thread.currentThread().name }) { thread = it.getOrNull() }
            assertNull("nothing is answered before the core's thread was there", thread)
            rig.settle()
            assertTrue(thread!!.startsWith("payung-core"))
            // Whoever gets hold of the core elsewhere is stopped.
            val open =
                rig.app.core.javaClass
                    .getDeclaredMethod("open")
                    .apply { isAccessible = true }
            val refused = assertThrows(InvocationTargetException::class.java) { open.invoke(rig.app.core) }
            assertTrue("${refused.cause}", refused.cause is IllegalStateException)
        }
    }

    @Test
    fun `whatever somebody does at a question is one call of the core`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.register)
            rig.answer()

            fun calls(action: () -> Unit): Int {
                val before =
                    rig.app.core.asked
                        .get()
                action()
                return rig.app.core.asked
                    .get() - before
            }
            val step = rig.step
            val wanted =
                step.field
                    .options()
                    .first { it.id == Sample.answers.getValue(step.id) }
            assertEquals("an option", 1, calls { rig.option(wanted.label) })
            assertEquals("the button", 1, calls { rig.tap(step.primary) })
            assertTrue(rig.step.id != step.id)
            assertEquals("back", 1, calls { rig.back() })
            assertEquals(step.id, rig.step.id)
            rig.answerUpTo("income")
            assertEquals("typing", 1, calls { rig.type("1500000") })
            assertEquals("the button of a typed answer", 1, calls { rig.tap(rig.step.primary) })
        }
    }

    @Test
    fun `the background job ends when its news was told, and another one in between takes no key from it`() {
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                office.serve()
                val registration = Lost.register(rig)
                office.open()
                office.correct(registration, "phone", "Nomor ini tidak tersambung.")
                rig.quit()
                val job = Robolectric.buildService(SyncJob::class.java).create().get()
                job.onStartJob(Shadow.newInstanceOf(JobParameters::class.java))
                // The phone was just started: this is done long before the network has answered.
                rig.app.plan {}
                val notes = shadowOf(rig.app.getSystemService(NotificationManager::class.java))
                val looper = shadowOf(Looper.getMainLooper())
                val end = System.nanoTime() + 60_000_000_000
                while (!shadowOf(job).isJobFinished) {
                    if (looper.isIdle) Thread.sleep(1) else looper.runOneTask()
                    check(System.nanoTime() < end) { "the job does not end" }
                }
                val note = notes.allNotifications.single()
                val told = note.extras.getCharSequence(Notification.EXTRA_TEXT).toString()
                assertTrue("the key was there when the news came: $told", "dibetulkan" in told)
                // It was also acknowledged: the next job has nothing to tell.
                rig.app.getSystemService(NotificationManager::class.java).cancelAll()
                rig.app.sync()
                rig.settle()
                assertTrue(notes.allNotifications.isEmpty())
            }
        }
    }

    @Test
    fun `the background job sends what waits`() {
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                rig.start().tap(R.string.register)
                rig.fill()
                rig.tap(rig.step.primary)
                rig.leave()
                office.serve()
                rig.app.core.ask({ connection.retryNow() }) {}
                val job = Robolectric.buildService(SyncJob::class.java).create().get()
                assertTrue(job.onStartJob(Shadow.newInstanceOf(JobParameters::class.java)))
                rig.settle()
                assertTrue(shadowOf(job).isJobFinished)
                assertTrue(job.onStopJob(null))
                rig.app.unlock()
                var state: org.payung.core.RegistrationState? = null
                rig.app.core.ask({
                    registrations
                        .page(null)
                        .registrations
                        .single()
                        .state
                }) { state = it.getOrNull() }
                rig.settle()
                assertEquals(org.payung.core.RegistrationState.RECEIVED, state)
            }
        }
    }
}
