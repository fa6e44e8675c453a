// The base of every enum. Names of members do not exist at run time: write a switch to print one.

namespace System;

public abstract class Enum : ValueType
{
}
