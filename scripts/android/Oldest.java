import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.GZIPInputStream;
import org.codehaus.mojo.animal_sniffer.Clazz;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What the oldest Android lacks of what the app's classes use: `java Oldest.java SIGNATURES KNOWN JAR`.
 *
 * SIGNATURES is the public API of that Android as animal-sniffer writes it, with what R8 itself makes up for. The JAR is the app
 * as R8 shrinks it, so nothing is counted that no phone gets. A use is fine where the same method asks `Build.VERSION.SDK_INT`
 * before. Everything else must stand in KNOWN, one `class uses api` a line: a new one fails, and so does one that is gone.
 */
public final class Oldest {
    private static final int ASM = Opcodes.ASM9;
    private static final Set<String> PLATFORM = Set.of("java/", "javax/", "android/", "dalvik/", "org/json/", "org/w3c/", "org/xml/", "sun/");

    private final Map<String, Clazz> platform = new HashMap<>();
    private final Set<String> own = new HashSet<>();
    private final Map<String, Set<String>> missing = new TreeMap<>();

    public static void main(String[] args) throws Exception {
        Oldest oldest = new Oldest();
        oldest.readApi(Path.of(args[0]));
        try (JarFile jar = new JarFile(args[2])) {
            List<byte[]> classes = new ArrayList<>();
            for (var entry : (Iterable<java.util.jar.JarEntry>) jar.stream()::iterator) {
                if (!entry.getName().endsWith(".class") || entry.getName().startsWith("META-INF/")) continue;
                try (InputStream in = jar.getInputStream(entry)) {
                    classes.add(in.readAllBytes());
                }
                oldest.own.add(entry.getName().replaceFirst("\\.class$", ""));
            }
            for (byte[] bytes : classes) oldest.check(bytes);
        }
        Set<String> found = new TreeSet<>();
        oldest.missing.forEach((user, apis) -> apis.forEach(one -> found.add(user + " uses " + one)));
        Set<String> known = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of(args[1]))) if (!line.isBlank() && !line.startsWith("#")) known.add(line.strip());
        Set<String> added = new TreeSet<>(found);
        added.removeAll(known);
        Set<String> gone = new TreeSet<>(known);
        gone.removeAll(found);
        added.forEach(line -> System.err.println("Android 6 lacks it: " + line));
        gone.forEach(line -> System.err.println("nobody uses it any more, take it from " + args[1] + ": " + line));
        if (!added.isEmpty() || !gone.isEmpty()) System.exit(1);
        System.out.println("oldest: " + oldest.own.size() + " classes use of newer Androids only the " + known.size() + " known ones");
    }

    private void readApi(Path file) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            while (in.readObject() instanceof Clazz one) platform.merge(one.getName(), one, Clazz::new);
        }
        if (platform.size() < 1000) throw new IOException(file + " has only " + platform.size() + " classes");
    }

    private void check(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        Set<String> guarded = new HashSet<>();
        reader.accept(new ClassVisitor(ASM) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
                return new MethodVisitor(ASM) {
                    @Override
                    public void visitFieldInsn(int code, String owner, String field, String kind) {
                        if (owner.equals("android/os/Build$VERSION") && field.equals("SDK_INT")) guarded.add(name);
                    }
                };
            }
        }, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        reader.accept(new Uses(reader.getClassName(), guarded), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    /** Everything of the platform that a class names. */
    private final class Uses extends ClassVisitor {
        private final String name;
        private final Set<String> guarded;

        Uses(String name, Set<String> guarded) {
            super(ASM);
            this.name = name;
            this.guarded = guarded;
        }

        @Override
        public void visit(int version, int access, String self, String signature, String parent, String[] interfaces) {
            type(parent);
            for (String one : interfaces) type(one);
        }

        @Override
        public FieldVisitor visitField(int access, String field, String kind, String signature, Object value) {
            return null;
        }

        @Override
        public MethodVisitor visitMethod(int access, String method, String kind, String signature, String[] thrown) {
            // A lambda's body is a method of its own, called after the one that it stands in.
            boolean isGuarded = guarded.stream().anyMatch(it -> method.equals(it) || method.startsWith(it + "$lambda"));
            if (isGuarded) return null;
            return new MethodVisitor(ASM) {
                @Override
                public void visitTypeInsn(int code, String used) {
                    type(used);
                }

                @Override
                public void visitFieldInsn(int code, String owner, String field, String kind) {
                    member(owner, field + "#" + kind);
                }

                @Override
                public void visitMethodInsn(int code, String owner, String called, String kind, boolean isInterface) {
                    member(owner, called + kind);
                }

                @Override
                public void visitInvokeDynamicInsn(String called, String kind, Handle maker, Object... values) {
                    type(Type.getReturnType(kind).getInternalName());
                    for (Object value : values) {
                        if (value instanceof Handle handle && handle.getTag() >= Opcodes.H_INVOKEVIRTUAL) {
                            member(handle.getOwner(), handle.getName() + handle.getDesc());
                        }
                    }
                }

                @Override
                public void visitLdcInsn(Object value) {
                    if (value instanceof Type used && used.getSort() == Type.OBJECT) type(used.getInternalName());
                }
            };
        }

        private void type(String used) {
            if (used == null || used.startsWith("[") || !isPlatform(used)) return;
            if (!platform.containsKey(used)) report(used.replace('/', '.'));
        }

        private void member(String owner, String signature) {
            if (owner.startsWith("[") || !isPlatform(owner)) return;
            if (!platform.containsKey(owner)) {
                report(owner.replace('/', '.'));
            } else if (!has(owner, signature)) {
                report(owner.replace('/', '.') + "." + signature.replaceFirst("[(#].*", ""));
            }
        }

        private void report(String used) {
            missing.computeIfAbsent(name.replace('/', '.').replaceFirst("\\$.*", ""), it -> new TreeSet<>()).add(used);
        }
    }

    private boolean isPlatform(String used) {
        return !own.contains(used) && PLATFORM.stream().anyMatch(used::startsWith);
    }

    private boolean has(String owner, String signature) {
        Clazz one = platform.get(owner);
        if (one == null) return false;
        if (one.getSignatures().contains(signature) || (one.getSuperClass() != null && has(one.getSuperClass(), signature))) return true;
        for (String parent : one.getSuperInterfaces()) if (has(parent, signature)) return true;
        return owner.equals("java/lang/Object") ? false : one.getSuperClass() == null && has("java/lang/Object", signature);
    }
}
