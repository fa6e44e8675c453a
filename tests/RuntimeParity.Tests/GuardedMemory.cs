// Memory in the middle of two inaccessible GiB on each side: a 32-bit offset that leads out of it ends the test process.

using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace RustKernel.RuntimeParity.Tests;

internal sealed unsafe class GuardedMemory : IDisposable
{
    private static readonly nuint s_guard = (nuint)2 << 30;
    private const int ReadWrite = 3;
    private const int PrivateAnonymousUnreserved = 0x4022;
    private readonly nint _base;
    private readonly nuint _whole;

    internal GuardedMemory(int bytes)
    {
        nuint rounded = ((nuint)bytes + 4095) & ~(nuint)4095;
        _whole = s_guard + rounded + s_guard;
        _base = Map(0, _whole, 0, PrivateAnonymousUnreserved, -1, 0);

        // The requested memory ends where the guard begins.
        if (_base == -1 || Protect(_base + (nint)s_guard, rounded, ReadWrite) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        Start = (byte*)_base + s_guard + rounded - (nuint)bytes;
    }

    internal byte* Start { get; }

    public void Dispose() => _ = Unmap(_base, _whole);

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Protect(nint address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unmap(nint address, nuint length);
}
