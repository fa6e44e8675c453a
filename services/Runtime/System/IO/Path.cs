// Text of paths, as in .NET on Unix.

using System.Text;

namespace System.IO;

public static class Path
{
    public static readonly char DirectorySeparatorChar = '/';
    public static readonly char AltDirectorySeparatorChar = '/';
    public static readonly char VolumeSeparatorChar = '/';
    public static readonly char PathSeparator = ':';
    private const string RandomLetters = "abcdefghijklmnopqrstuvwxyz012345";

    public static string? ChangeExtension(string? path, string? extension)
    {
        if (path is null or "")
        {
            return path;
        }

        int dot = DotOf(path);
        string stem = dot < 0 ? path : path.Substring(0, dot);
        return extension is null ? stem : extension.StartsWith('.') ? stem + extension : stem + "." + extension;
    }

    public static string Combine(string path1, string path2)
    {
        ArgumentNullException.ThrowIfNull(path1);
        ArgumentNullException.ThrowIfNull(path2);
        return path2.Length == 0 ? path1 : path1.Length == 0 || IsPathRooted(path2) ? path2 : Join(path1, path2);
    }

    public static string Combine(string path1, string path2, string path3) => Combine(Combine(path1, path2), path3);

    public static string Combine(string path1, string path2, string path3, string path4) => Combine(Combine(path1, path2, path3), path4);

    public static string Combine(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string combined = "";
        foreach (string path in paths)
        {
            ArgumentNullException.ThrowIfNull(path, nameof(paths));
            combined = Combine(combined, path);
        }

        return combined;
    }

    public static string Join(string? path1, string? path2)
    {
        if (path1 is null or "" || path2 is null or "")
        {
            return path1 + path2;
        }

        return path1.EndsWith('/') || path2.StartsWith('/') ? path1 + path2 : path1 + "/" + path2;
    }

    public static string Join(string? path1, string? path2, string? path3) => Join(Join(path1, path2), path3);

    public static string Join(params string?[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string joined = "";
        foreach (string? path in paths)
        {
            joined = Join(joined, path);
        }

        return joined;
    }

    public static bool EndsInDirectorySeparator(string? path) => path is not null && path.EndsWith('/');

    public static bool Exists(string? path) =>
        path is { Length: > 0 } && !path.Contains('\0') && Describe(GetFullPath(path), path, out _);

    public static string? GetDirectoryName(string? path)
    {
        if (path is null or "" || path == "/")
        {
            return null;
        }

        int end = path.LastIndexOf('/');
        if (end < 0)
        {
            return "";
        }

        while (end > 1 && path[end - 1] == '/')
        {
            end--;
        }

        // A path of slashes only is the topmost directory.
        return end == 0 ? OnlySlashes(path) ? null : "/" : WithoutTwice(path.Substring(0, end));
    }

    public static string? GetExtension(string? path)
    {
        if (path is null)
        {
            return null;
        }

        int dot = DotOf(path);
        return dot < 0 || dot == path.Length - 1 ? "" : path.Substring(dot);
    }

    public static string? GetFileName(string? path) => path?.Substring(path.LastIndexOf('/') + 1);

    public static string? GetFileNameWithoutExtension(string? path)
    {
        string? name = GetFileName(path);
        int dot = name is null ? -1 : name.LastIndexOf('.');
        return dot < 0 ? name : name!.Substring(0, dot);
    }

    public static string GetFullPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            throw new ArgumentException("The path is empty.", nameof(path));
        }

        if (IsNormal(path))
        {
            return path;
        }

        if (path.Contains('\0'))
        {
            throw new ArgumentException("Null character in path.", nameof(path));
        }

        return Normal(IsPathRooted(path) ? path : Join(Directory.GetCurrentDirectory(), path));
    }

    public static string GetFullPath(string path, string basePath)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(basePath);
        if (!IsPathFullyQualified(basePath))
        {
            throw new ArgumentException("Basepath argument is not fully qualified.", nameof(basePath));
        }

        if (path.Contains('\0') || basePath.Contains('\0'))
        {
            throw new ArgumentException("Null character in path.");
        }

        return IsPathRooted(path) ? GetFullPath(path) : GetFullPath(Combine(basePath, path));
    }

    public static char[] GetInvalidFileNameChars() => ['\0', '/'];

    public static char[] GetInvalidPathChars() => ['\0'];

    public static string? GetPathRoot(string? path) => path is null or "" ? null : IsPathRooted(path) ? "/" : "";

    public static string GetRandomFileName()
    {
        StringBuilder name = new();
        for (int i = 0; i < 11; i++)
        {
            name.Append(i == 8 ? "." : "").Append(RandomLetters[Random.Shared.Next(RandomLetters.Length)]);
        }

        return name.ToString();
    }

    public static string GetRelativePath(string relativeTo, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(relativeTo);
        ArgumentException.ThrowIfNullOrEmpty(path);
        string from = TrimEndingDirectorySeparator(GetFullPath(relativeTo));
        string to = GetFullPath(path);
        if (from == TrimEndingDirectorySeparator(to))
        {
            return ".";
        }

        string[] fromParts = from == "/" ? [] : from.Substring(1).Split('/');
        string[] toParts = to == "/" ? [] : to.Substring(1).Split('/');
        int common = 0;
        while (common < fromParts.Length && common < toParts.Length && fromParts[common] == toParts[common])
        {
            common++;
        }

        StringBuilder relative = new();
        for (int i = common; i < fromParts.Length; i++)
        {
            relative.Append(relative.Length > 0 ? "/" : "").Append("..");
        }

        for (int i = common; i < toParts.Length; i++)
        {
            relative.Append(relative.Length > 0 ? "/" : "").Append(toParts[i]);
        }

        return relative.ToString();
    }

    public static string GetTempPath() => "/tmp/";

    public static string GetTempFileName()
    {
        while (true)
        {
            string path = GetTempPath() + "tmp" + GetRandomFileName().Substring(0, 6) + ".tmp";
            if (!File.Exists(path))
            {
                new FileStream(path, FileMode.CreateNew).Dispose();
                return path;
            }
        }
    }

    public static bool HasExtension(string? path)
    {
        int dot = path is null ? -1 : DotOf(path);
        return dot >= 0 && dot < path!.Length - 1;
    }

    public static bool IsPathFullyQualified(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return IsPathRooted(path);
    }

    public static bool IsPathRooted(string? path) => path is not null && path.StartsWith('/');

    public static string TrimEndingDirectorySeparator(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length > 1 && path.EndsWith('/') ? path.Substring(0, path.Length - 1) : path;
    }

    // Describes what is there; a path that ends with a slash must name a directory.
    internal static bool Describe(string fullPath, string given, out RustKernel.Services.FileSystems.FileStatus status) =>
        RustKernel.Runtime.FileProvider.Current.Describe(TrimEndingDirectorySeparator(fullPath), out status) == RustKernel.ErrorCode.None
        && (status.IsDirectory || !given.EndsWith('/'));

    private static int DotOf(string path)
    {
        for (int i = path.Length - 1; i >= 0 && path[i] != '/'; i--)
        {
            if (path[i] == '.')
            {
                return i;
            }
        }

        return -1;
    }

    private static bool OnlySlashes(string path)
    {
        foreach (char letter in path)
        {
            if (letter != '/')
            {
                return false;
            }
        }

        return true;
    }

    private static string WithoutTwice(string path)
    {
        StringBuilder text = new();
        foreach (char letter in path)
        {
            if (letter != '/' || text.Length == 0 || text[text.Length - 1] != '/')
            {
                text.Append(letter);
            }
        }

        return text.ToString();
    }

    // Whether Normal would return an absolute path unchanged, which is the usual case: one look at each character is cheaper. Parts that
    // begin with a dot are left to Normal.
    private static bool IsNormal(string path)
    {
        for (int i = 1; i < path.Length; i++)
        {
            char letter = path[i];
            if (letter <= '/' && (letter == '\0' || (path[i - 1] == '/' && (letter is '/' or '.'))))
            {
                return false;
            }
        }

        return path[0] == '/';
    }

    // Removes "." and ".." and doubled slashes; a slash at the end stays.
    private static string Normal(string path)
    {
        System.Collections.Generic.List<string> parts = new();
        string[] given = path.Split('/');
        foreach (string part in given)
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "." or ".."))
            {
                parts.Add(part);
            }
        }

        string last = given[given.Length - 1];
        string normal = "/" + string.Join("/", parts.ToArray());
        return parts.Count > 0 && last.Length == 0 ? normal + "/" : normal;
    }
}
