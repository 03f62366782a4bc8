package org.payung.app

import java.lang.reflect.Modifier

/** Who still holds an object: a walk over the fields of everything that can be reached. */
object Held {
    private class Found(
        val at: Any,
        val way: String,
    )

    /** The ways from [root] to [wanted]; what the framework and the process hold is not walked. */
    fun ways(
        root: Any?,
        wanted: Any,
    ): List<String> {
        val ways = mutableListOf<String>()
        val seen = java.util.Collections.newSetFromMap(java.util.IdentityHashMap<Any, Boolean>())
        val next = ArrayDeque(listOfNotNull(root).map { Found(it, it.javaClass.simpleName) })
        while (next.isNotEmpty()) {
            val found = next.removeFirst()
            if (found.at === wanted) ways += found.way
            if (!seen.add(found.at) || found.at === wanted || found.at is android.app.Application) continue
            next += inside(found)
        }
        return ways
    }

    private fun inside(found: Found): List<Found> {
        val at = found.at
        if (at is Iterable<*>) return at.mapNotNull { it?.let { one -> Found(one, found.way) } }
        if (at is Map<*, *>) return at.values.mapNotNull { it?.let { one -> Found(one, found.way) } }
        if (at is Array<*>) return at.mapNotNull { it?.let { one -> Found(one, found.way) } }
        return generateSequence<Class<*>>(at.javaClass) { it.superclass }
            .filter { it.name.startsWith("org.payung.app") || ("$" in it.name && !it.name.startsWith("android")) }
            .flatMap { it.declaredFields.asSequence() }
            .filter { !Modifier.isStatic(it.modifiers) && !it.type.isPrimitive }
            .mapNotNull { field ->
                val value = runCatching { field.apply { isAccessible = true }.get(at) }.getOrNull()
                value?.let { Found(it, "${found.way}.${field.name}: ${it.javaClass.simpleName}") }
            }.toList()
    }
}
