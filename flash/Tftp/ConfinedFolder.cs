// Opens files below a folder and nowhere else.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Win32.SafeHandles;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// Walks a path one component at a time from an open folder to the next, never through a path the kernel would resolve by
/// itself, so that no symbolic link leads out, not even one that is exchanged during the walk. A link that names a place below
/// the root is followed however it is written: one that is absolute or goes above the root only says where to walk to, and
/// that walk begins at the root again. Only regular files are opened.
/// </summary>
public sealed class ConfinedFolder
{
    // As many as Linux follows. [path_resolution(7)]
    private const int MaximumLinks = 40;
    private const int MaximumWalks = 8;
    private const string LeadsOut = "a symbolic link leads out of the served folder";
    private readonly string _root;

    /// <summary>The folder that is served. It need not exist yet.</summary>
    public ConfinedFolder(string root) => _root = Path.GetFullPath(root);

    /// <summary>
    /// Opens the file at <paramref name="parts"/>, components without "/" and "..". Null with
    /// NotFound or Denied and a reason.
    /// </summary>
    public ITftpFile? Open(string[] parts, out TftpVerdict verdict, out string reason)
    {
        // If folders are exchanged during the walk, the files are in the new ones, so it walks again. A file that two walks through the
        // same folders do not find is not there.
        Stack<FolderHandle> before = new();
        try
        {
            for (int walks = 0; walks < MaximumWalks; walks++)
            {
                Stack<FolderHandle> above = new();
                ITftpFile? file = OpenOnce(parts, above, out verdict, out reason);
                bool isCertain = file is not null || IsSame(before, above);
                Close(before);
                before = above;
                if (isCertain)
                {
                    return file;
                }
            }
        }
        finally
        {
            Close(before);
        }

        verdict = TftpVerdict.NotFound;
        reason = "the served folder is replaced all the time";
        return null;
    }

    private ITftpFile? OpenOnce(string[] parts, Stack<FolderHandle> above, out TftpVerdict verdict, out string reason)
    {
        verdict = TftpVerdict.NotFound;
        reason = "";
        if (FolderHandle.OpenRoot(_root) is not { } root)
        {
            return null;
        }

        above.Push(root);
        return Walk(above, new Stack<string>(Reversed(parts)), ref verdict, ref reason);
    }

    private static bool IsSame(Stack<FolderHandle> before, Stack<FolderHandle> after)
        => before.Select(folder => folder.Identity).SequenceEqual(after.Select(folder => folder.Identity));

    private static void Close(Stack<FolderHandle> folders)
    {
        while (folders.TryPop(out FolderHandle? folder))
        {
            folder.Dispose();
        }
    }

    private ITftpFile? Walk(Stack<FolderHandle> above, Stack<string> rest, ref TftpVerdict verdict, ref string reason)
    {
        int links = 0;
        while (rest.TryPop(out string? part))
        {
            if (part == "..")
            {
                if (!GoUp(above, rest))
                {
                    return Deny(LeadsOut, out verdict, out reason);
                }

                continue;
            }

            if (above.Peek().Open(part) is not { } entry)
            {
                return null;
            }

            if (entry.Kind == FileKind.Link)
            {
                string? target = entry.ReadLink();
                entry.Dispose();
                if (++links > MaximumLinks)
                {
                    return Deny("too many symbolic links, or links in a circle", out verdict, out reason);
                }

                if (target is null || !Follow(target, above, rest))
                {
                    return Deny(LeadsOut, out verdict, out reason);
                }
            }
            else if (entry.Kind == FileKind.Folder)
            {
                above.Push(entry);
            }
            else
            {
                using (entry)
                {
                    return rest.Count > 0 ? null : OpenFile(above.Peek(), part, entry.Kind, ref verdict, ref reason);
                }
            }
        }

        // The name is a folder's.
        return null;
    }

    // False when the link leads out.
    private bool Follow(string target, Stack<FolderHandle> above, Stack<string> rest)
    {
        string[]? parts = target.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (target.StartsWith('/'))
        {
            parts = PartsBelowRoot(target, above);
            ReturnToRoot(above);
        }

        foreach (string component in Reversed(parts ?? []))
        {
            if (component != ".")
            {
                rest.Push(component);
            }
        }

        return parts is not null;
    }

    // Above the root, a path may lead back below it; false when it does not.
    private bool GoUp(Stack<FolderHandle> above, Stack<string> rest)
    {
        if (above.Count > 1)
        {
            above.Pop().Dispose();
            return true;
        }

        string[]? parts = PartsBelowRoot(string.Join('/', [RootOf(above).RealPath, "..", .. rest]), above);
        rest.Clear();
        foreach (string component in Reversed(parts ?? []))
        {
            rest.Push(component);
        }

        return parts is not null;
    }

    // The root has another name for each link that leads to it, so the place's own path decides. The walk goes to that path from the root
    // again, so that it need not be trusted.
    private string[]? PartsBelowRoot(string path, Stack<FolderHandle> above)
    {
        string root = RootOf(above).RealPath;
        return PartsBelow(_root, Path.GetFullPath(path))
            ?? PartsBelow(root, Path.GetFullPath(path))
            ?? (FolderHandle.RealPathOf(path) is { Length: > 0 } real ? PartsBelow(root, real) : null);
    }

    private static string[]? PartsBelow(string root, string path)
    {
        string start = root.TrimEnd('/') + "/";
        return root.Length > 0 && (path + "/").StartsWith(start, StringComparison.Ordinal)
            ? (path + "/")[start.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries)
            : null;
    }

    private static FolderHandle RootOf(Stack<FolderHandle> above) => above.Last();

    private static void ReturnToRoot(Stack<FolderHandle> above)
    {
        while (above.Count > 1)
        {
            above.Pop().Dispose();
        }
    }

    private static OpenedFile? OpenFile(FolderHandle folder, string name, FileKind kind, ref TftpVerdict verdict, ref string reason)
    {
        if (kind != FileKind.Regular)
        {
            return Deny("not a regular file", out verdict, out reason);
        }

        SafeFileHandle? handle = folder.OpenForReading(name);
        return handle is null ? Deny("no permission to read the file", out verdict, out reason) : new OpenedFile(handle);
    }

    private static OpenedFile? Deny(string why, out TftpVerdict verdict, out string reason)
    {
        verdict = TftpVerdict.Denied;
        reason = why;
        return null;
    }

    private static string[] Reversed(string[] parts)
    {
        string[] reversed = (string[])parts.Clone();
        Array.Reverse(reversed);
        return reversed;
    }
}
