// The same, awaitable: the file system has answered before the task exists.

using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace System.IO;

public static partial class File
{
    public static Task<string> ReadAllTextAsync(string path, CancellationToken cancellationToken = default) =>
        After(cancellationToken, () => ReadAllText(path));

    public static Task<string> ReadAllTextAsync(string path, Encoding encoding, CancellationToken cancellationToken = default) =>
        After(cancellationToken, () => ReadAllText(path, encoding));

    public static Task<byte[]> ReadAllBytesAsync(string path, CancellationToken cancellationToken = default) =>
        After(cancellationToken, () => ReadAllBytes(path));

    public static Task<string[]> ReadAllLinesAsync(string path, CancellationToken cancellationToken = default) =>
        After(cancellationToken, () => ReadAllLines(path));

    public static Task<string[]> ReadAllLinesAsync(string path, Encoding encoding, CancellationToken cancellationToken = default) =>
        After(cancellationToken, () => ReadAllLines(path, encoding));

    public static Task WriteAllTextAsync(string path, string? contents, CancellationToken cancellationToken = default) =>
        After(cancellationToken, () => WriteAllText(path, contents));

    public static Task WriteAllTextAsync(
        string path, string? contents, Encoding encoding,
        CancellationToken cancellationToken = default) =>
        After(cancellationToken, () => WriteAllText(path, contents, encoding));

    public static Task WriteAllBytesAsync(string path, byte[] bytes, CancellationToken cancellationToken = default) =>
        After(cancellationToken, () => WriteAllBytes(path, bytes));

    public static Task WriteAllLinesAsync(string path, IEnumerable<string> contents, CancellationToken cancellationToken = default) =>
        After(cancellationToken, () => WriteAllLines(path, contents));

    public static Task AppendAllTextAsync(string path, string? contents, CancellationToken cancellationToken = default) =>
        After(cancellationToken, () => AppendAllText(path, contents));

    public static Task AppendAllLinesAsync(string path, IEnumerable<string> contents, CancellationToken cancellationToken = default) =>
        After(cancellationToken, () => AppendAllLines(path, contents));

    private static Task<T> After<T>(CancellationToken token, Func<T> action)
    {
        try
        {
            return token.IsCancellationRequested ? Task.FromCanceled<T>(token) : Task.FromResult(action());
        }
        catch (Exception error) when (error is not ArgumentException)
        {
            return Task.FromException<T>(error);
        }
    }

    private static Task After(CancellationToken token, Action action) => After(
        token,
        () =>
        {
            action();
            return true;
        });
}
