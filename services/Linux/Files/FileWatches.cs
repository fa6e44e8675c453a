// inotify. File systems report no changes, but programs that only prefer to be notified continue: ASP.NET Core, for example, with its
// settings.

namespace RustKernel.Linux.Files;

/// <summary>A descriptor of inotify that never becomes ready: an event counter that nothing increments. [man 7 inotify]</summary>
internal static class FileWatches
{
    private const ulong NonBlocking = 0x800;
    private static int s_last;

    /// <summary>inotify_init1. Logs once that there will be no notices.</summary>
    internal static long Create(ulong flags)
    {
        SystemCallTable.NoteUnknown((ulong)LinuxCall.InotifyInit1, "changes of files are not reported"u8);
        return EventCounters.Create(0, flags & NonBlocking);
    }

    /// <summary>inotify_add_watch: returns the watch's number.</summary>
    internal static long Add(ulong descriptor, ulong name)
    {
        if (!FileCalls.IsCounter(descriptor))
        {
            return Errno.Invalid;
        }

        long error = PathCalls.Resolve(unchecked((ulong)PathCalls.WorkingFolder), name, out PathCalls.PathBuffer path);
        error = error == 0 ? PathCalls.Describe(path.Text, out _, out _) : error;
        return error != 0 ? error : System.Threading.Interlocked.Increment(ref s_last);
    }
}
