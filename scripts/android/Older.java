import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites JNA for Android 6, which has no Map.computeIfAbsent and no java.util.function: `Older JNA.jar OUT.jar`. Gradle's build does
 * it with a library that is not on Maven Central. It fails where there is nothing to rewrite.
 */
class Older {
    private static final String FUNCTION = "java/util/function/Function";
    private static final String OWN_FUNCTION = "com/sun/jna/OlderFunction";
    private static final String OWN_MAPS = "com/sun/jna/OlderMaps";
    private static final String OLD = "(Ljava/lang/Object;L" + FUNCTION + ";)Ljava/lang/Object;";
    private static final String OWN = "(Ljava/util/Map;Ljava/lang/Object;L" + OWN_FUNCTION + ";)Ljava/lang/Object;";
    private static final String APPLY = "(Ljava/lang/Object;)Ljava/lang/Object;";

    private static int calls;

    public static void main(String[] paths) throws IOException {
        try (ZipInputStream from = new ZipInputStream(Files.newInputStream(Path.of(paths[0])));
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(Path.of(paths[1])))) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                byte[] bytes = from.readAllBytes();
                put(to, entry.getName(), entry.getName().equals("com/sun/jna/Structure.class") ? older(bytes) : bytes);
            }
            put(to, OWN_FUNCTION + ".class", function());
            put(to, OWN_MAPS + ".class", maps());
        }
        if (calls == 0) {
            System.err.println("payung: JNA uses no Map.computeIfAbsent any more: nothing needs Older.java");
            System.exit(1);
        }
    }

    private static void put(ZipOutputStream to, String name, byte[] bytes) throws IOException {
        to.putNextEntry(new ZipEntry(name));
        to.write(bytes);
        to.closeEntry();
    }

    private static byte[] older(byte[] bytes) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public MethodVisitor visitMethod(int access, String name, String type, String generic, String[] thrown) {
                                return calls(super.visitMethod(access, name, type, generic, thrown));
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    /** The lambdas become the own function, and the calls go to the own class. */
    private static MethodVisitor calls(MethodVisitor next) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitInvokeDynamicInsn(String name, String type, Handle maker, Object... arguments) {
                super.visitInvokeDynamicInsn(name, type.replace(")L" + FUNCTION + ";", ")L" + OWN_FUNCTION + ";"), maker, arguments);
            }

            @Override
            public void visitMethodInsn(int code, String owner, String name, String type, boolean isInterface) {
                if (owner.equals("java/util/Map") && name.equals("computeIfAbsent") && type.equals(OLD)) {
                    calls++;
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, OWN_MAPS, name, OWN, false);
                } else {
                    super.visitMethodInsn(code, owner, name, type, isInterface);
                }
            }
        };
    }

    private static byte[] function() {
        ClassWriter writer = new ClassWriter(0);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;
        writer.visit(Opcodes.V1_6, access, OWN_FUNCTION, null, "java/lang/Object", null);
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "apply", APPLY, null, null).visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** None of JNA's functions gives nothing. value = map.get(key); if (value == null) { value = function.apply(key); map.put(key, value); } return value; */
    private static byte[] maps() {
        // Of this version of the format no frames are asked for.
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V1_6, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, OWN_MAPS, null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "computeIfAbsent", OWN, null, null);
        Label known = new Label();
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/util/Map", "get", APPLY, true);
        code.visitVarInsn(Opcodes.ASTORE, 3);
        code.visitVarInsn(Opcodes.ALOAD, 3);
        code.visitJumpInsn(Opcodes.IFNONNULL, known);
        code.visitVarInsn(Opcodes.ALOAD, 2);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, OWN_FUNCTION, "apply", APPLY, true);
        code.visitVarInsn(Opcodes.ASTORE, 3);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitVarInsn(Opcodes.ALOAD, 3);
        code.visitMethodInsn(
                Opcodes.INVOKEINTERFACE, "java/util/Map", "put", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;", true);
        code.visitInsn(Opcodes.POP);
        code.visitLabel(known);
        code.visitVarInsn(Opcodes.ALOAD, 3);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
