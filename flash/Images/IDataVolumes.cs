// The second partition's file system, which this project does not know.

using System.IO;

namespace RustKernel.Flash.Images;

/// <summary>Makes and finds data volumes, by the sources that the target runs.</summary>
public interface IDataVolumes
{
    /// <summary>
    /// Makes an empty volume in bytes <paramref name="start"/> to <paramref name="start"/> + <paramref name="length"/> of the file
    /// <paramref name="image"/>, which are zeros. The same <paramref name="number"/> gives the same bytes.
    /// </summary>
    /// <exception cref="ImageSizeException">It is too small.</exception>
    /// <exception cref="ImageException">The image cannot be written.</exception>
    void Make(string image, long start, long length, ulong number);

    /// <summary>The first data partition of a disk that holds a data volume, in bytes; null when none does.</summary>
    /// <param name="disk">The disk. Nothing is written.</param>
    /// <param name="length">Bytes of the disk.</param>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    /// <exception cref="InvalidDataException">Whether it has one cannot be seen; the message says why.</exception>
    (long Start, long Length)? Find(Stream disk, long length);
}
