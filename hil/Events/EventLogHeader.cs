// The first line of an event log.

using System;

namespace RustKernel.Hil.Events;

/// <summary>Names the schema and when the run began by the wall clock.</summary>
/// <param name="Schema">Always <see cref="SchemaName"/>.</param>
/// <param name="Version">The schema's version; a reader refuses a greater one than <see cref="CurrentVersion"/>.</param>
/// <param name="Started">The wall clock's time at t = 0.</param>
/// <param name="Tool">Name and version of the program that wrote the log.</param>
public sealed record EventLogHeader(string Schema, int Version, DateTimeOffset Started, string Tool)
{
    /// <summary>The schema's name.</summary>
    public const string SchemaName = "rustkernel-event-log";

    /// <summary>The version written today.</summary>
    public const int CurrentVersion = 1;
}
