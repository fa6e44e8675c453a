using System;

namespace RustKernel.FileSystems.Tests.Temporary;

/// <summary>How <see cref="EndingArena"/> ends a writer: a process that ends between two stores.</summary>
internal sealed class WriterEndedException : Exception;
