// A mistake in what the user wrote: command line or configuration file.

using System;

namespace RustKernel.Hil.Targets;

/// <summary>Usage or configuration is wrong (exit status 2). The message is one line naming thing, place and way out.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
