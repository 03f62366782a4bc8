package org.payung.app.phone

import android.content.ContentProvider
import android.content.ContentValues
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.provider.OpenableColumns
import java.io.File

/** Files of our own for another app that was granted one: they can be opened and named, and nothing else. */
abstract class OwnFiles : ContentProvider() {
    /** The file behind an address; none for an address that names none. */
    protected abstract fun file(uri: Uri): File?

    override fun onCreate() = true

    // Some apps ask what a file is called, and how large it is.
    override fun query(
        uri: Uri,
        projection: Array<String>?,
        selection: String?,
        arguments: Array<String>?,
        order: String?,
    ): Cursor =
        MatrixCursor(arrayOf<String>(OpenableColumns.DISPLAY_NAME, OpenableColumns.SIZE)).apply {
            file(uri)?.let { addRow(arrayOf<Any>(it.name, it.length())) }
        }

    override fun insert(
        uri: Uri,
        values: ContentValues?,
    ): Uri? = null

    override fun update(
        uri: Uri,
        values: ContentValues?,
        selection: String?,
        arguments: Array<String>?,
    ) = 0

    override fun delete(
        uri: Uri,
        selection: String?,
        arguments: Array<String>?,
    ) = 0
}
