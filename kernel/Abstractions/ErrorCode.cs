namespace RustKernel;

/// <summary>
/// Why an operation failed, in the kernel, drivers and system calls. The numbers are ABI: fixed, never reused; 0 is
/// success.
/// </summary>
public enum ErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>An argument is outside its legal range or malformed.</summary>
    InvalidArgument = 1,

    /// <summary>The thing asked for does not exist.</summary>
    NotFound = 2,

    /// <summary>Not enough memory, or a quota is used up.</summary>
    OutOfMemory = 3,

    /// <summary>The deadline passed first.</summary>
    TimedOut = 4,

    /// <summary>The operation is not possible in the present state.</summary>
    InvalidState = 5,

    /// <summary>The thing exists already.</summary>
    AlreadyExists = 6,

    /// <summary>This hardware or build cannot do it.</summary>
    NotSupported = 7,

    /// <summary>Nothing to deliver now; try again later.</summary>
    WouldBlock = 8,

    /// <summary>Data from outside is damaged or contradicts itself.</summary>
    Corrupt = 9,

    /// <summary>The caller lacks the right.</summary>
    AccessDenied = 10,

    /// <summary>The device reported a failure.</summary>
    DeviceError = 11,

    /// <summary>The returned resource is already free (a double free).</summary>
    AlreadyFree = 12,

    /// <summary>The returned resource does not belong here: outside RAM, reserved, or of another owner (a foreign free).</summary>
    NotOwned = 13,

    /// <summary>
    /// The server ended while it handled the request. The request's outcome is unknown, and the request may have caused the end.
    /// </summary>
    ServerEnded = 14,

    /// <summary>The service is not running, and nothing will start it by itself.</summary>
    NotRunning = 15,

    /// <summary>The medium is full, or the file system has reached a limit.</summary>
    NoSpace = 16,

    /// <summary>The directory has entries.</summary>
    NotEmpty = 17,

    /// <summary>A part of the path, or the thing that should be a directory, is a file.</summary>
    NotDirectory = 18,

    /// <summary>The thing that should be a file is a directory.</summary>
    IsDirectory = 19,
}
