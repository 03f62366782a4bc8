package org.payung.core

import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import java.io.File
import java.io.RandomAccessFile

/** Each error as Kotlin gets it: a class of its own, words for the worker, and data where a shell acts on it. */
class ErrorsTest {
    @get:Rule
    val folder = TemporaryFolder()

    /** Says what it is told to. */
    private class Told(
        var answer: KeeperAnswer? = null,
    ) : KeyKeeper {
        private val inner = MemoryKeeper()

        override fun wrap(key: ByteArray) = answer ?: inner.wrap(key)

        override fun unwrap(wrapped: ByteArray) = answer ?: inner.unwrap(wrapped)
    }

    private fun locked(answer: KeeperAnswer): PayungException {
        val keeper = Told()
        val home = folder.newFolder()
        Shell(home, keeper = keeper).use { it.drafts.start("bpu") }
        keeper.answer = answer
        return Shell(home, keeper = keeper).use { shell ->
            assertThrows(PayungException::class.java) { shell.drafts.start("bpu") }
        }
    }

    @Test
    fun `what is not there is not possible`() {
        Shell(folder.root).use { shell ->
            val error = assertThrows(PayungException.NotPossible::class.java) { shell.registrations.status("CONTOH") }
            assertTrue(error.words.isNotBlank())
            assertEquals("not_possible", shell.log.last().code)
        }
    }

    @Test
    fun `missing answers name their questions`() {
        Office(folder.newFolder("office")).use { office ->
            Shell(folder.newFolder("phone"), office.trust).use { shell ->
                val draft = shell.drafts.start("bpu").draft
                val error = assertThrows(PayungException.MissingAnswers::class.java) { shell.registrations.ready(draft) }
                assertEquals("start", error.questions.first())
                assertTrue(error.words.isNotBlank())
            }
        }
    }

    @Test
    fun `each way in which a key is not to be had is an error of its own`() {
        assertTrue((locked(KeeperAnswer.LockedNow) as PayungException.KeyLocked).words.isNotBlank())
        assertTrue((locked(KeeperAnswer.WrongPassphrase) as PayungException.WrongPassphrase).words.isNotBlank())
        assertTrue((locked(KeeperAnswer.Gone) as PayungException.KeyGone).words.isNotBlank())
        assertTrue((locked(KeeperAnswer.Broken) as PayungException.TryLater).words.isNotBlank())
    }

    @Test
    fun `a home that is in use is tried later`() {
        Shell(folder.root).use {
            val error = assertThrows(PayungException.TryLater::class.java) { Shell(folder.root).close() }
            assertFalse("the cause is for the log", "SQLite" in error.words)
        }
    }

    @Test
    fun `data of a newer app names both formats`() {
        Shell(folder.root).close()
        // Bytes 60 to 63 of an SQLite file are its user version.
        RandomAccessFile(File(folder.root, "payung.db"), "rw").use {
            it.seek(60)
            it.writeInt(1000)
        }
        val error = assertThrows(PayungException.NewerData::class.java) { Shell(folder.root).close() }
        assertEquals(1000u, error.found)
        assertTrue(error.known < error.found && error.words.isNotBlank())
    }

    @Test
    fun `a file that is no database is damaged and set aside`() {
        Shell(folder.root).close()
        File(folder.root, "payung.db").writeBytes(ByteArray(8192) { 7 })
        val error = assertThrows(PayungException.Damaged::class.java) { Shell(folder.root).close() }
        assertTrue(error.words.isNotBlank())
    }

    @Test
    fun `a picture that is none says so`() {
        Shell(folder.root).use { shell ->
            val draft = shell.drafts.start("bpu").draft
            val file = folder.newFile("card.jpg").apply { writeText("CONTOH") }
            val error =
                assertThrows(PayungException.Photo::class.java) { shell.drafts.photo(draft, "ktp", PhotoSource.Picked(file.path)) }
            assertTrue(error.words.isNotBlank())
        }
    }

    @Test
    fun `words are in the language of the app and change with it`() {
        Shell(folder.root).use { shell ->
            val words = { assertThrows(PayungException.NotPossible::class.java) { shell.drafts.resume("CONTOH") }.words }
            val indonesian = words()
            shell.payung.setLanguage(Language.EN)
            assertEquals("That draft is not on this phone.", words())
            shell.payung.setLanguage(Language.ID)
            assertEquals(indonesian, words())
        }
    }

    @Test
    fun `a platform that throws does not take the core along`() =
        runBlocking {
            val thrower =
                object : KeyKeeper {
                    override fun wrap(key: ByteArray): KeeperAnswer = error("CONTOH RAHASIA")

                    override fun unwrap(wrapped: ByteArray): KeeperAnswer = error("CONTOH RAHASIA")
                }
            val clock =
                object : Clock {
                    override fun nowMillis(): Long = error("CONTOH RAHASIA")
                }
            Shell(folder.root, keeper = thrower, clock = clock).use { shell ->
                val home = shell.payung.home()
                assertEquals(KeyState.BROKEN, home.key)
                assertTrue("the clock is said to be wrong", home.notices.size >= 2)
                assertThrows(PayungException.TryLater::class.java) { shell.drafts.start("bpu") }
                assertFalse(shell.log.any { "RAHASIA" in it.toString() })
            }
        }

    @Test
    fun `a locked app forgets its drafts until it is unlocked`() {
        Shell(folder.root).use { shell ->
            val draft = shell.drafts.start("bpu").draft
            shell.payung.lock()
            assertThrows(PayungException.KeyLocked::class.java) { shell.drafts.resume(draft) }
            assertEquals(KeyState.OPEN, shell.payung.unlock().key)
            assertEquals(draft, shell.drafts.resume(draft).draft)
        }
    }
}
