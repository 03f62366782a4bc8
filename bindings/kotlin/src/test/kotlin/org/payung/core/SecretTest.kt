package org.payung.core

import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Test

class SecretTest {
    @Test
    fun `a secret prints dots and not even its length`() {
        assertEquals("•••• ••••", "${Secret("CONTOH")} ${Secret("CONTOH RAHASIA")}")
        assertEquals("CONTOH RAHASIA", Secret("CONTOH RAHASIA").reveal())
    }

    @Test
    fun `secrets are equal when their texts are`() {
        assertEquals(Secret("CONTOH"), Secret("CONTOH"))
        assertEquals(Secret("CONTOH").hashCode(), Secret("CONTOH").hashCode())
        assertNotEquals(Secret("CONTOH"), Secret("LAIN"))
    }
}
