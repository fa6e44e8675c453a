// A process that ends between two stores.

using System;

namespace RustKernel.FileSystems.Tests.Temporary;

/// <summary>What <see cref="EndingArena"/> ends a writer by.</summary>
internal sealed class WriterEndedException : Exception;
