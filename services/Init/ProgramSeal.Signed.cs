// Compiled into images that start signed programs only.

using System;
using System.Security.Cryptography;
using System.Text;
using RustKernel.Services.Signing;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Init;

internal static partial class ProgramSeal
{
    private const string KeyFile = "program.key";
    private const ulong PageBytes = 4096;

    // What is looked at is a copy: whoever sent the program can still write to where it lay.
    static partial void Check(string name, string manifest, ulong bytes, ref Handle<Memory> memory, ref ulong offset, ref ErrorCode error)
    {
        ulong signed = bytes + (ulong)Encoding.UTF8.GetByteCount(manifest);
        ulong all = signed + EcdsaP256.SignatureBytes;
        error = MappedMemory.Open(memory, isWritable: false, out MappedMemory? sent);
        if (error != ErrorCode.None)
        {
            return;
        }

        ulong most = (ulong)sent!.Bytes.Length;
        bool isThere = bytes <= most && offset <= most && all <= most - offset;
        MappedMemory? copy = null;
        error = isThere ? MappedMemory.Create((all + PageBytes - 1) & ~(PageBytes - 1), out copy) : ErrorCode.AccessDenied;
        if (error == ErrorCode.None)
        {
            sent.Bytes.Slice((int)offset, (int)all).CopyTo(copy!.Bytes);
            error = IsSigned(copy.Bytes, (int)bytes, manifest, (int)signed) ? ErrorCode.None : ErrorCode.AccessDenied;
            copy.Dispose();
            Handle<Memory> unused = error == ErrorCode.None ? memory : copy.Handle;
            unused.Close();
            memory = error == ErrorCode.None ? copy.Handle : memory;
            offset = error == ErrorCode.None ? 0 : offset;
        }

        sent.Dispose();
        if (error == ErrorCode.AccessDenied)
        {
            Console.WriteLine($"init: {name} is not started: this image starts signed programs only, and it has no signature of its key "
                + "(rk service run --sign KEY)");
        }
    }

    private static bool IsSigned(ReadOnlySpan<byte> package, int bytes, string manifest, int signed)
    {
        bool hasKey = BootArchive.Find(KeyFile, out ulong at, out ulong length) == ErrorCode.None;
        Pulse.Beat();
        return hasKey
            && package.Slice(bytes, signed - bytes).SequenceEqual(Encoding.UTF8.GetBytes(manifest))
            && EcdsaP256.Verify(
                BootArchive.Part(at, length),
                SHA256.HashData(package.Slice(0, signed)),
                package.Slice(signed, EcdsaP256.SignatureBytes));
    }
}
