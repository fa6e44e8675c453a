// The direct base of every delegate type.

namespace System;

public abstract class MulticastDelegate : Delegate
{
}
