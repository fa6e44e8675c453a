// The type behind the keyword void.

namespace System;

public struct Void
{
}
